// kafkajs is CommonJS, and Node does not find its enumerations among its named exports.
import kafkajs, { type Admin } from "kafkajs";
import { protocolErrorType } from "./protocol-error-type.js";

/** Whether the brokers have an authorizer: one that has none says so when it is asked for ACLs. */
export async function checksRights(admin: Admin): Promise<boolean> {
  try {
    await admin.describeAcls({
      resourceType: kafkajs.AclResourceTypes.CLUSTER,
      resourceName: "kafka-cluster",
      resourcePatternType: kafkajs.ResourcePatternTypes.ANY,
      operation: kafkajs.AclOperationTypes.ANY,
      permissionType: kafkajs.AclPermissionTypes.ANY,
    });
    return true;
  } catch (error) {
    const type = protocolErrorType(error);
    if (type === "SECURITY_DISABLED") return false;
    // Who may not look at ACLs knows that there are some.
    if (type === "CLUSTER_AUTHORIZATION_FAILED") return true;
    throw error;
  }
}

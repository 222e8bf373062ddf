import { readFileSync } from "node:fs";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import { ownConfig } from "#cli/core/pipeline/deployed-config.js";
import { parsePipeline } from "#cli/core/pipeline/parse.js";

/** A config under the name by which tests call it. */
export interface NamedConfig {
  readonly from: string;
  readonly config: ConnectorConfig;
}

const files = [
  "connectors/pipelines/item-sales.yaml",
  "connectors/pipelines/weather.yaml",
  "docs/examples/transactions/transactions.yaml",
  "docs/examples/datastax-item-sales.yaml",
];

/** Further settings of configs as the DataStax sink's samples and their users write them. */
const samples: Readonly<Record<string, string>> = {
  "json record": "topic.json-stream.ks.table1.mapping=symbol=value.symbol, ts=value.ts, name=value.name",
  "avro record":
    "value.converter=io.confluent.connect.avro.AvroConverter\nvalue.converter.schema.registry.url=http://registry:8081\nvalue.converter.basic.auth.credentials.source=USER_INFO\nvalue.converter.basic.auth.user.info=me:s3cret\ntopic.avro-stream.ks.t.mapping=id=value.id",
  "primitive key":
    "key.converter=org.apache.kafka.connect.converters.LongConverter\ntopic.p.ks.t.mapping=id=key, v=value",
  "two tables":
    "topic.one.ks.a.mapping=id=key\ntopic.one.ks.b.mapping=id=key, v=value.v\ntopic.one.ks.b.ttl=3600",
  "time to live of the record":
    "topic.one.ks.a.mapping=id=key, __ttl=value.ttl\ntopic.one.ks.a.ttlTimeUnit=MILLISECONDS",
  "consistency and codec":
    "topic.one.ks.a.mapping=id=key\ntopic.one.ks.a.consistencyLevel=LOCAL_QUORUM\ntopic.one.codec.timeZone=Europe/Berlin\ntopic.one.codec.unit=MICROSECONDS",
  "own query":
    "topic.one.ks.a.mapping=id=key, v=value.v\ntopic.one.ks.a.query=UPDATE ks.a SET v = v + :v WHERE id = :id\ntopic.one.ks.a.deletesEnabled=false",
  "secure connect bundle":
    "cloud.secureConnectBundle=/etc/bundle.zip\nauth.username=client\ntopic.one.ks.a.mapping=id=key",
  tls: "ssl.provider=JDK\nssl.truststore.path=/etc/trust.jks\nssl.truststore.password=changeit\nssl.hostnameValidation=true\ntopic.one.ks.a.mapping=id=key",
  "sasl of its own consumer":
    'consumer.override.sasl.mechanism=PLAIN\nconsumer.override.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="me" password="s3cret";\ntopic.one.ks.a.mapping=id=key',
  "regular expression of topics": "topics.regex=sales-(eu|us)\ntopic.sales-eu.ks.a.mapping=id=key",
  "key as JSON":
    "key.converter=org.apache.kafka.connect.json.JsonConverter\nkey.converter.schemas.enable=false\ntopic.one.ks.a.mapping=id=key.id",
  headers:
    "topic.one.ks.a.mapping=id=key, trace=header.trace\nheader.converter=org.apache.kafka.connect.storage.StringConverter",
  "transforms and predicates":
    "transforms=route\ntransforms.route.type=org.apache.kafka.connect.transforms.RegexRouter\ntransforms.route.regex=(.*)\ntransforms.route.replacement=one\ntopic.one.ks.a.mapping=id=key",
  "dead letters":
    "errors.tolerance=all\nerrors.deadletterqueue.topic.name=letters\nerrors.deadletterqueue.topic.replication.factor=1\nerrors.deadletterqueue.context.headers.enable=true\ntopic.one.ks.a.mapping=id=key",
};

const base: ConnectorConfig = {
  "tasks.max": "2",
  contactPoints: "10.0.0.1, 10.0.0.2",
  port: "9042",
  "loadBalancing.localDc": "dc1",
  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
  topics: "one,two",
};
const classes = [
  "io.cassink.sink.CassandraSinkConnector",
  "io.cassink.datastax.DataStaxSinkConnector",
] as const;

/** 40, or more: each has a secret and a number. */
export const configs: readonly NamedConfig[] = [...ofFiles(), ...ofSamples(), ...ofContract()].map(
  ({ from, config }, index) => ({
    from,
    config: { "tasks.max": "2", "auth.username": "writer", "auth.password": `s3cret-${index}`, ...config },
  }),
);

function ofFiles(): readonly NamedConfig[] {
  return files.map((file) => {
    const options = { check: () => [], resolve: (path: string) => path };
    return { from: file, config: ownConfig(parsePipeline(readFileSync(file, "utf8"), file, options)) };
  });
}

function ofSamples(): readonly NamedConfig[] {
  return Object.entries(samples).map(([from, lines], index) => {
    const settings = lines.split("\n").map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)] as const;
    });
    const own = Object.fromEntries(settings);
    return { from, config: { ...base, "connector.class": classes[index % 2] ?? "", ...own } };
  });
}

/** The forms of a mapping on which TypeScript and Java agree. */
function ofContract(): readonly NamedConfig[] {
  const { cases } = JSON.parse(readFileSync("schemas/contract/sink-mappings.json", "utf8")) as {
    readonly cases: readonly { readonly mapping: string; readonly problems: readonly unknown[] }[];
  };
  return cases
    .filter(({ problems }) => problems.length === 0)
    .slice(0, 24)
    .map(({ mapping }) => ({
      from: `mapping ${mapping}`,
      config: { ...base, "connector.class": classes[0], "topic.one.ks.t.mapping": mapping },
    }));
}

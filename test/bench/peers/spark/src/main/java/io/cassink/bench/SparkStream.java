package io.cassink.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.to_date;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Item sales from a topic into their table, as one writes it with Spark: structured streaming, the
 * Cassandra connector's own sink, its default settings. Runs until it is stopped.
 */
public final class SparkStream {
  private static final StructType SALE =
      StructType.fromDDL(
          "item_id STRING, item_sold STRING, item_name STRING, timestamp_ms STRING, store_id"
              + " STRING");

  private SparkStream() {}

  /**
   * @param args broker, topic, host and port of a Cassandra node, folder for checkpoints
   */
  public static void main(String[] args) throws Exception {
    SparkSession spark =
        SparkSession.builder()
            .appName("item-sales")
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.cassandra.connection.host", args[2])
            .config("spark.cassandra.connection.port", args[3])
            .getOrCreate();
    Dataset<Row> records =
        spark
            .readStream()
            .format("kafka")
            .option("kafka.bootstrap.servers", args[0])
            .option("subscribe", args[1])
            .option("startingOffsets", "earliest")
            .load();
    Dataset<Row> sales =
        records
            .select(from_json(col("value").cast("string"), SALE).as("sale"))
            .select("sale.*")
            .withColumn("timestamp_ms", expr("timestamp_millis(cast(timestamp_ms as bigint))"))
            .withColumn("timestamp_dt", to_date(col("timestamp_ms")));
    sales
        .writeStream()
        .format("org.apache.spark.sql.cassandra")
        .option("keyspace", "bench_store")
        .option("table", "dg_item_sales")
        .option("checkpointLocation", args[4])
        .outputMode("append")
        .start()
        .awaitTermination();
  }
}

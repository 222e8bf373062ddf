package io.cassink.sink.rows;

import static com.datastax.oss.driver.api.core.type.DataTypes.COUNTER;
import static com.datastax.oss.driver.api.core.type.DataTypes.INT;
import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static com.datastax.oss.driver.api.core.type.DataTypes.TIMESTAMP;
import static com.datastax.oss.driver.api.core.type.DataTypes.frozenListOf;
import static com.datastax.oss.driver.api.core.type.DataTypes.listOf;
import static com.datastax.oss.driver.api.core.type.DataTypes.mapOf;
import static com.datastax.oss.driver.api.core.type.DataTypes.setOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.cluster.TableLayout.Kind;
import io.cassink.sink.mapping.CustomQuery;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryRulesTest {
  private static final TableLayout TABLE =
      Plans.layout(
          "a",
          TEXT,
          Kind.PARTITION_KEY,
          "b",
          TEXT,
          Kind.OTHER,
          "at",
          TIMESTAMP,
          Kind.OTHER,
          "l",
          listOf(INT),
          Kind.OTHER,
          "f",
          frozenListOf(INT),
          Kind.OTHER,
          "s",
          setOf(INT),
          Kind.OTHER,
          "m",
          mapOf(TEXT, INT),
          Kind.OTHER,
          "Mixed",
          listOf(INT),
          Kind.OTHER);
  private static final TableLayout COUNTERS =
      Plans.layout("a", TEXT, Kind.PARTITION_KEY, "c", COUNTER, Kind.OTHER);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "INSERT INTO ks.t (a,b) VALUES (:a,:b) | true",
        "UPDATE ks.t SET b = 'x=b+1, l = ?' WHERE a = :a | true",
        "UPDATE ks.t SET l = l + [1] WHERE a = :a | false",
        "UPDATE ks.t SET l += :x WHERE a = :a | false",
        "UPDATE ks.t SET l -= :x WHERE a = :a | false",
        "UPDATE ks.t SET l = :x + l WHERE a = :a | false",
        "UPDATE ks.t SET l[0] = :x WHERE a = :a | false",
        "UPDATE ks.t SET l = :x WHERE a = :a | false",
        "UPDATE ks.t SET b = :b, L=L+:x WHERE a = :a | false",
        "UPDATE ks.t SET \"Mixed\" = :x WHERE a = :a | false",
        "UPDATE ks.t SET f = :x WHERE a = :a | true",
        "UPDATE ks.t SET s = s + :x, s += :y WHERE a = :a | true",
        "UPDATE ks.t SET m[:k] = :v, m += :n WHERE a = :a | true",
        "INSERT INTO ks.t (a, l) VALUES (:a, :l) | false",
        "INSERT INTO ks.t JSON :json | false",
        "INSERT INTO ks.t (a) VALUES (:a) IF NOT EXISTS | false",
        "UPDATE ks.t SET b = :b WHERE a = :a IF b = 'x' | false",
        "INSERT INTO ks.t (a,b) VALUES (:a,now()) | false",
        "INSERT INTO ks.t (a,b) VALUES (:a,toTimestamp( NOW ())) | false",
        "INSERT INTO ks.t (a,at) VALUES (:a,currentTimestamp()) | false",
        "INSERT INTO ks.t (a,at) VALUES (:a,to_timestamp(:t)) | true",
        "INSERT INTO ks.t (a,b) VALUES (:a,ks.mine(:b)) | false",
        "INSERT INTO ks.t (a,b) VALUES (:a,(text):b) | true",
        "INSERT INTO ks.t (a,b) VALUES (:a,/* now() */ 'uuid()') -- IF | true",
        "DELETE FROM ks.t WHERE a = :a | true",
        "DELETE l FROM ks.t WHERE a = :a | true",
        "DELETE l[0] FROM ks.t WHERE a = :a | false",
        "DELETE m[:k] FROM ks.t WHERE a = :a | true",
        "UPDATE ks.t SET unknown = :b WHERE a = :a | false",
        "BEGIN BATCH INSERT INTO ks.t (a,b) VALUES (:a,:b); DELETE FROM ks.t WHERE a=:a; APPLY BATCH | true",
        "BEGIN BATCH INSERT INTO ks.t (a,b) VALUES (:a,:b) UPDATE ks.t SET l+=:l WHERE a=:a APPLY BATCH | false",
      })
  void theTypesOfTheTableSayWhatASecondRunDoes(String query, boolean idempotent) {
    assertThat(QueryRules.isIdempotent(CustomQuery.parse(query), TABLE)).isEqualTo(idempotent);
  }

  @ParameterizedTest
  @CsvSource({
    "UPDATE ks.t SET c += :n WHERE a = :a",
    "UPDATE ks.t SET c = c + :n WHERE a = :a",
    "UPDATE ks.t SET c=c-1 WHERE a = :a",
    "UPDATE ks.t SET c -= 1 WHERE a = :a",
  })
  void whatCountsIsNotIdempotentAndTakesNoWriteTime(String query) {
    CustomQuery parsed = CustomQuery.parse(query);
    assertThat(QueryRules.isIdempotent(parsed, COUNTERS)).isFalse();
    assertThat(QueryRules.writeTimeNeed(parsed, COUNTERS)).isEqualTo(RowPlan.WriteTimeNeed.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO ks.t (a,b) VALUES (:a,:b) | REPEATABLE",
        "INSERT INTO ks.t (a,b) VALUES (:a,:b) USING TTL 5 | REPEATABLE",
        "INSERT INTO ks.t (a,b) VALUES (:a,:b) USING TTL 5 AND TIMESTAMP :w | NONE",
        "UPDATE ks.t USING TIMESTAMP :w SET b=:b WHERE a=:a | NONE",
        "UPDATE ks.t SET b=:b WHERE a=:a IF EXISTS | NONE",
        "UPDATE ks.t SET l=l+:l WHERE a=:a | RISING",
        "UPDATE ks.t SET l=l+:l, b=:b WHERE a=:a | REPEATABLE",
        "DELETE FROM ks.t USING TIMESTAMP 5 WHERE a=:a | NONE",
        "BEGIN BATCH USING TIMESTAMP :w INSERT INTO ks.t (a,b) VALUES (:a,:b) APPLY BATCH | NONE",
        "BEGIN BATCH DELETE FROM ks.t WHERE a=:a; UPDATE ks.t SET l+=:l WHERE a=:a; APPLY BATCH | REPEATABLE",
        "BEGIN BATCH DELETE FROM ks.t USING TIMESTAMP 5 WHERE a=:a;UPDATE ks.t SET b=:b WHERE a=:a APPLY BATCH | REPEATABLE",
      })
  void aWriteTimeIsNeededWhereTheServerTakesOne(String query, RowPlan.WriteTimeNeed need) {
    assertThat(QueryRules.writeTimeNeed(CustomQuery.parse(query), TABLE)).isEqualTo(need);
  }
}

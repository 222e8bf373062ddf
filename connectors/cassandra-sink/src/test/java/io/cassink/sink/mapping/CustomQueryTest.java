package io.cassink.sink.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cassink.sink.mapping.CustomQuery.Kind;
import io.cassink.sink.mapping.CustomQuery.Statement;
import io.cassink.sink.mapping.CustomQuery.Write;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomQueryTest {
  private static Statement only(String query) {
    List<Statement> statements = CustomQuery.parse(query).statements();
    assertThat(statements).hasSize(1);
    return statements.get(0);
  }

  @Test
  void namesAreThoseThatCassandraKnows() {
    Statement statement = only("insert into Ks.\"T\" (A, \"B\"\"c\") values (?, ?)");
    assertThat(statement.keyspace()).isEqualTo("ks");
    assertThat(statement.table()).isEqualTo("T");
    assertThat(statement.writes()).containsExactly(new Write("a", false), new Write("B\"c", false));
  }

  @Test
  void anUpdateWritesWhatItAssigns() {
    Statement statement =
        only(
            "UPDATE ks.t USING TTL ? SET a=?, l[ ? ] = ?, u.f={x: 1, y: 2}, m+={'k': f(1,2)} WHERE k=? AND c IN (1,2);");
    assertThat(statement.kind()).isEqualTo(Kind.UPDATE);
    assertThat(statement.setsTimeToLive()).isTrue();
    assertThat(statement.setsWriteTime()).isFalse();
    assertThat(statement.writes())
        .containsExactly(
            new Write("a", false),
            new Write("l", true),
            new Write("u", true),
            new Write("m", false));
  }

  @Test
  void aBatchHasItsStatements() {
    CustomQuery query =
        CustomQuery.parse(
            "begin unlogged batch insert into ks.t (a) values (?) using ttl 5;"
                + " delete b from ks.t using timestamp 7 where a=? update ks.t set ttl=? where a=? apply batch;");
    assertThat(query.statements())
        .extracting(Statement::kind)
        .containsExactly(Kind.INSERT, Kind.DELETE, Kind.UPDATE);
    assertThat(query.statements())
        .extracting(Statement::setsWriteTime)
        .containsExactly(false, true, false);
    assertThat(query.statements())
        .extracting(Statement::setsTimeToLive)
        .containsExactly(true, false, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM ks.t",
        "TRUNCATE ks.t",
        "DROP TABLE ks.t",
        "/* INSERT */ ALTER TABLE ks.t DROP a",
        "'INSERT INTO ks.t (a) VALUES (1)'",
        "BEGIN BATCH SELECT a FROM ks.t APPLY BATCH",
        "BEGIN BATCH INSERT INTO ks.t (a) VALUES (1)",
        "INSERT INTO ks.t (a) VALUES (1); TRUNCATE ks.t",
        "INSERT INTO ks.t (a) VALUES (1); INSERT INTO ks.t (a) VALUES (1)",
        "GRANT ALL ON ks.t TO x",
        "INSERT",
        "UPDATE ks.t",
        "DELETE a b",
        "?",
      })
  void whatIsNoWriteIsRefused(String query) {
    assertThatThrownBy(() -> CustomQuery.parse(query)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theRefusalSaysWhatItMustBe() {
    assertThatThrownBy(() -> CustomQuery.parse("select a from ks.t"))
        .hasMessage("it must be an INSERT, an UPDATE, a DELETE or a BATCH of them, not SELECT");
  }
}

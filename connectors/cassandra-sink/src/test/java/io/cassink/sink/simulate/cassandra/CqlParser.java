package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.cassandra.WriteStatement.Change;
import io.cassink.sink.simulate.cassandra.WriteStatement.Operation;
import io.cassink.sink.simulate.cassandra.WriteStatement.Restriction;
import io.cassink.sink.simulate.cassandra.WriteStatement.Term;
import io.cassink.sink.simulate.cassandra.WriteStatement.Variable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the statements that the sink makes and those of {@code query} settings that the simulator
 * makes: no conditions, no functions, no literals but numbers and nulls.
 */
final class CqlParser {
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"]|\"\")*\"|[A-Za-z_][A-Za-z0-9_]*|-?[0-9]+|<=|>=|\\S");

  private final List<String> tokens = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();
  private final Function<String, ColumnDefinitions> tables;
  private int at;
  private ColumnDefinitions table;
  private Term writeTime;
  private Term timeToLive;

  private CqlParser(String text, Function<String, ColumnDefinitions> tables) {
    this.tables = tables;
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
  }

  /**
   * @param tables by qualified name; null where there is none
   * @throws RefusedException as a server would refuse it
   */
  static WriteStatement parse(String text, Function<String, ColumnDefinitions> tables) {
    return new CqlParser(text, tables).statement();
  }

  private WriteStatement statement() {
    String word = next().toUpperCase(Locale.ROOT);
    return switch (word) {
      case "INSERT" -> insert();
      case "UPDATE" -> update();
      case "DELETE" -> delete();
      default -> throw new RefusedException("the simulator knows no statement " + word);
    };
  }

  private WriteStatement insert() {
    expect("INTO");
    tableName();
    expect("(");
    List<Column> columns = new ArrayList<>();
    do {
      columns.add(column());
    } while (accept(","));
    expect(")");
    expect("VALUES");
    expect("(");
    List<Restriction> keys = new ArrayList<>();
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      Term value = term(column.name(), column.type());
      if (column.isKey()) {
        keys.add(new Restriction(column, "=", value));
      } else {
        operations.add(new Operation(column, Change.SET, null, value));
      }
      expect(i < columns.size() - 1 ? "," : ")");
    }
    using();
    return made(WriteStatement.Kind.INSERT, keys, operations);
  }

  private WriteStatement update() {
    tableName();
    using();
    expect("SET");
    List<Operation> operations = new ArrayList<>();
    do {
      operations.add(assignment());
    } while (accept(","));
    return made(WriteStatement.Kind.UPDATE, where(), operations);
  }

  private Operation assignment() {
    Column column = column();
    if (accept("[")) {
      Term key = term("key(" + column.name() + ")", pathType(column));
      expect("]");
      expect("=");
      DataType type = ((MapType) column.type()).getValueType();
      return new Operation(column, Change.PUT, key, term("value(" + column.name() + ")", type));
    }
    if (accept("+")) {
      expect("=");
      return new Operation(column, Change.ADD, null, term(column.name(), column.type()));
    }
    if (accept("-")) {
      expect("=");
      return new Operation(column, Change.SUBTRACT, null, term(column.name(), column.type()));
    }
    expect("=");
    if (peek().replace("\"", "").equals(column.name())) {
      next();
      Change change = accept("+") ? Change.ADD : Change.SUBTRACT;
      if (change == Change.SUBTRACT) {
        expect("-");
      }
      return new Operation(column, change, null, term(column.name(), column.type()));
    }
    return new Operation(column, Change.SET, null, term(column.name(), column.type()));
  }

  private WriteStatement delete() {
    int start = at;
    while (!peek().equalsIgnoreCase("FROM")) {
      next();
    }
    expect("FROM");
    tableName();
    int behind = at;
    at = start;
    List<Operation> operations = new ArrayList<>();
    while (!peek().equalsIgnoreCase("FROM")) {
      Column column = column();
      if (accept("[")) {
        Term key = term("key(" + column.name() + ")", pathType(column));
        expect("]");
        operations.add(new Operation(column, Change.REMOVE_ELEMENT, key, null));
      } else {
        operations.add(new Operation(column, Change.REMOVE, null, null));
      }
      accept(",");
    }
    at = behind;
    using();
    return made(WriteStatement.Kind.DELETE, where(), operations);
  }

  private static DataType pathType(Column column) {
    return column.type() instanceof MapType map
        ? map.getKeyType()
        : ((SetType) column.type()).getElementType();
  }

  private List<Restriction> where() {
    expect("WHERE");
    List<Restriction> restrictions = new ArrayList<>();
    do {
      Column column = column();
      String operator = next();
      restrictions.add(new Restriction(column, operator, term(column.name(), column.type())));
    } while (accept("AND"));
    return restrictions;
  }

  private void using() {
    if (!accept("USING")) {
      return;
    }
    do {
      if (accept("TIMESTAMP")) {
        writeTime = term("[timestamp]", DataTypes.BIGINT);
      } else {
        expect("TTL");
        timeToLive = term("[ttl]", DataTypes.INT);
      }
    } while (accept("AND"));
  }

  private WriteStatement made(
      WriteStatement.Kind kind, List<Restriction> restrictions, List<Operation> operations) {
    if (at < tokens.size() && !tokens.get(at).equals(";")) {
      throw new RefusedException(
          "the simulator does not understand " + tokens.subList(at, tokens.size()));
    }
    return new WriteStatement(
        kind,
        table,
        List.copyOf(variables),
        writeTime,
        timeToLive,
        List.copyOf(restrictions),
        List.copyOf(operations));
  }

  private Term term(String name, DataType type) {
    String token = next();
    if (token.equals("(")) {
      checkType(type);
      token = next();
    }
    if (token.equals("?") || token.equals(":")) {
      int index = variables.size();
      variables.add(new Variable(token.equals("?") ? name : identifier(next()), type));
      return new Term(index, null);
    }
    if (token.equalsIgnoreCase("null")) {
      return new Term(-1, null);
    }
    return new Term(-1, literal(token, type));
  }

  /** As in {@code (frozen<list<int>>)?}; the server takes some other types as well. */
  private void checkType(DataType type) {
    StringBuilder said = new StringBuilder();
    for (String token = next(); !token.equals(")"); token = next()) {
      said.append(token);
    }
    String expected = type.asCql(true, true).replace(" ", "");
    if (!said.toString().equals(expected)) {
      throw new RefusedException("cannot assign a value of type " + said + " to " + expected);
    }
  }

  private static ByteBuffer literal(String token, DataType type) {
    boolean isLong = type.equals(DataTypes.BIGINT) || type.equals(DataTypes.COUNTER);
    Object number = isLong ? (Object) Long.valueOf(token) : Integer.valueOf(token);
    return CodecRegistry.DEFAULT
        .codecFor(isLong ? DataTypes.BIGINT : DataTypes.INT)
        .encode(number, com.datastax.oss.driver.api.core.ProtocolVersion.V4);
  }

  private void tableName() {
    String keyspace = identifier(next());
    expect(".");
    String name = keyspace + "." + identifier(next());
    table = tables.apply(name);
    if (table == null) {
      throw new RefusedException("table " + name + " does not exist");
    }
  }

  private Column column() {
    String name = identifier(next());
    Column column = table.column(name);
    if (column == null) {
      throw new RefusedException(
          "Undefined column name " + name + " in table " + table.qualifiedName());
    }
    return column;
  }

  private static String identifier(String token) {
    return token.startsWith("\"")
        ? token.substring(1, token.length() - 1).replace("\"\"", "\"")
        : token.toLowerCase(Locale.ROOT);
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String next() {
    return tokens.get(at++);
  }

  private boolean accept(String word) {
    if (!peek().equalsIgnoreCase(word)) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(String word) {
    if (!accept(word)) {
      throw new RefusedException("the simulator expects " + word + " and not " + peek());
    }
  }
}

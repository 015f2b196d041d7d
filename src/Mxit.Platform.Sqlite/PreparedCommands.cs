using Microsoft.Data.Sqlite;

namespace Mxit.Platform.Sqlite;

/// <summary>Statements that are prepared once and run with values in the order of their parameters.</summary>
internal static class PreparedCommands
{
    public static SqliteCommand Prepared(this SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter(parameter, null));
        }

        return command;
    }

    public static SqliteCommand With(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    public static int Run(this SqliteCommand command, params ReadOnlySpan<object?> values) =>
        command.With(values).ExecuteNonQuery();
}

using Npgsql;
using NpgsqlTypes;

namespace Mxit.Platform.PostgreSql;

/// <summary>Parameters that are whole columns: the shape that unnest takes.</summary>
internal static class Parameters
{
    public static NpgsqlParameter<List<T>> Array<T>(List<T> values, NpgsqlDbType type) =>
        new() { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
}

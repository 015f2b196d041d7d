namespace Mxit.Internal;

/// <summary>Writes query strings.</summary>
internal static class Query
{
    /// <summary>The parameters with a value, escaped, with the leading question mark; empty when there is none.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = "";
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
            }
        }

        return query;
    }
}

using System.Runtime.CompilerServices;

namespace Mxit.Internal;

/// <summary>Writes query strings.</summary>
internal static class Query
{
    /// <summary>The parameters with a value, escaped, with the leading question mark; empty when there is none.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = new DefaultInterpolatedStringHandler(literalLength: 0, formattedCount: parameters.Length);
        var mark = "?";
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                query.AppendLiteral(mark);
                query.AppendLiteral(name);
                query.AppendLiteral("=");
                query.AppendLiteral(Uri.EscapeDataString(value));
                mark = "&";
            }
        }

        return query.ToStringAndClear();
    }
}

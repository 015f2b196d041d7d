using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Mxit.Web;

/// <summary>The hidden field with the antiforgery token of a form.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Token">Its value.</param>
public sealed record FormProof(string Field, string Token)
{
    /// <summary>Without the value.</summary>
    public override string ToString() => nameof(FormProof);

    internal static FormProof Issue(HttpContext context, IAntiforgery antiforgery)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return new FormProof(tokens.FormFieldName, tokens.RequestToken!);
    }
}

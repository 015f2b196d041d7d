using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Mxit.Web;

/// <summary>The hidden field that proves that a form is ours.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Token">Its value.</param>
public sealed record FormProof(string Field, string Token)
{
    /// <summary>Leaves the value out.</summary>
    public override string ToString() => nameof(FormProof);

    internal static FormProof Issue(HttpContext context, IAntiforgery antiforgery)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return new FormProof(tokens.FormFieldName, tokens.RequestToken!);
    }
}

using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;

namespace Mxit.Web.Authorization;

/// <summary>The form of the consent page: the parameters of the request, and the input of the person.</summary>
internal static class ConsentForm
{
    public const string Login = "username";
    public const string Password = "password";
    public const string Allow = "allow";
    public const string Deny = "deny";

    /// <summary>
    /// The form, if the request is a decision. A request without any field of the page is an app's own, sent by POST (OpenID
    /// Connect Core, section 3.1.2.1).
    /// </summary>
    public static async Task<IFormCollection?> ReadOrNullAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.HasFormContentType)
        {
            return null;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return form.Keys.Any(name => IsOfThePage(name, ProofField(context))) ? form : null;
    }

    /// <summary>The parameters of the request, without the fields of the form.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Carry(HttpContext context, OpenIddictRequest request)
    {
        var proof = ProofField(context);
        foreach (var (name, parameter) in request.GetParameters())
        {
            if (!IsOfThePage(name, proof) && (string?)parameter is { } value)
            {
                yield return new(name, value);
            }
        }
    }

    private static bool IsOfThePage(string name, string proof) => name is Login or Password or Allow or Deny || name == proof;

    private static string ProofField(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.FormFieldName;
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Mxit.Platform.Idempotency;

namespace Mxit.Web.Messages;

/// <summary>A reply that a person posted.</summary>
/// <param name="FormKey">The key of the form.</param>
/// <param name="Text">The text, without blank lines around it.</param>
internal sealed record ReplyForm(string FormKey, string Text)
{
    public const string KeyField = "key";
    public const string TextField = "text";

    public static string NewKey() => Guid.NewGuid().ToString("N");

    /// <summary>Reads the form; an invalid key is replaced by a new one.</summary>
    public static ReplyForm Read(IFormCollection form)
    {
        var key = form[KeyField].ToString();
        return new ReplyForm(
            Guid.TryParseExact(key, "N", out _) ? key : NewKey(),
            form[TextField].ToString().ReplaceLineEndings("\n").Trim('\n'));
    }

    /// <summary>
    /// The idempotency key. It depends on the form and the text: another text in the same form is another message, and the same
    /// text in the same form was posted twice.
    /// </summary>
    public IdempotencyKey ToKey(string peer)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{peer}\n{Text}"));
        return new IdempotencyKey($"page-{FormKey}-{Convert.ToHexStringLower(hash.AsSpan(0, 16))}", hash);
    }

    public override string ToString() => nameof(ReplyForm);
}

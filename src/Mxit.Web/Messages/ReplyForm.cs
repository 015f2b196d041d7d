using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Mxit.Platform.Idempotency;

namespace Mxit.Web.Messages;

/// <summary>An answer as a person posted it.</summary>
/// <param name="FormKey">The key of the form that it was typed in.</param>
/// <param name="Text">The text, without blank lines around it.</param>
internal sealed record ReplyForm(string FormKey, string Text)
{
    public const string KeyField = "key";
    public const string TextField = "text";

    public static string NewKey() => Guid.NewGuid().ToString("N");

    /// <summary>Reads the form; a key that is not one of ours becomes a new one.</summary>
    public static ReplyForm Read(IFormCollection form)
    {
        var key = form[KeyField].ToString();
        return new ReplyForm(
            Guid.TryParseExact(key, "N", out _) ? key : NewKey(),
            form[TextField].ToString().ReplaceLineEndings("\n").Trim('\n'));
    }

    /// <summary>
    /// The key of the work. The text is part of it: who goes back and sends another text by the same form means another
    /// message, while the same text from the same form was only posted twice.
    /// </summary>
    public IdempotencyKey ToKey(string peer)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{peer}\n{Text}"));
        return new IdempotencyKey($"page-{FormKey}-{Convert.ToHexStringLower(hash.AsSpan(0, 16))}", hash);
    }

    public override string ToString() => nameof(ReplyForm);
}

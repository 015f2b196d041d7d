using System.Runtime.CompilerServices;
using System.Text;

namespace Mxit;

/// <summary>
/// Mxit markup: the bodies of messages that are sent with <c>ContainsMarkup</c>. Reading is never an error, whatever the text
/// holds, and takes time in proportion to its length. Source: wire document, section 7.
/// </summary>
public static class MxitMarkup
{
    /// <summary>
    /// Writes text so that it means itself, also between other markup: <c>5 * 2</c> becomes <c>5 \* 2</c>. A backslash goes
    /// before <c>\ $ . # * _ /</c>, and before what would begin a command, a vibration or the place of a link.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="emoticons">
    /// The codes of emoticons are text that people type, so they are left as they are and shown as emoticons;
    /// <see langword="false"/> shows them as they are typed.
    /// </param>
    public static string Escape(string text, bool emoticons = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var markup = new StringBuilder(text.Length + 8);
        MarkupEscaper.Append(markup, text, emoticons);
        return markup.ToString();
    }

    /// <summary>
    /// Markup with values in it: <c>MxitMarkup.Format($"*Hello* {name}")</c>. What is written in the string is markup, what
    /// comes from a value is text, as <see cref="Escape"/> writes it. Values inside a command (<c>::op=...:</c>) would need
    /// another form; <see cref="MxitMarkupBuilder"/> writes commands.
    /// </summary>
    /// <param name="markup">An interpolated string.</param>
    public static string Format(MarkupInterpolatedStringHandler markup) => markup.ToString();

    /// <inheritdoc cref="Format(MarkupInterpolatedStringHandler)"/>
    /// <param name="provider">How to write numbers and dates; <see langword="null"/> for the current culture.</param>
    /// <param name="markup">An interpolated string.</param>
    public static string Format(
        IFormatProvider? provider,
        [InterpolatedStringHandlerArgument(nameof(provider))] MarkupInterpolatedStringHandler markup) =>
        markup.ToString();

    /// <summary>Reads the body of a message.</summary>
    /// <param name="body">The body as it travels.</param>
    /// <param name="containsMarkup">
    /// Whether it is markup. Otherwise nothing in it has a meaning but the places of links; a backslash stays one, although
    /// one client of old took it away.
    /// </param>
    /// <param name="links">The links that <c>{0}</c>, <c>{1}</c> stand for; one without a place follows on a new line.</param>
    public static MarkupDocument Parse(string body, bool containsMarkup = true, IReadOnlyList<MessageLink>? links = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new MarkupDocument(new MarkupParser(body, containsMarkup, links ?? []).Parse());
    }
}

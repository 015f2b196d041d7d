namespace Mxit;

/// <summary>
/// A piece of a message. The pieces of a message are a flat list and each has its whole style: the toggles of Mxit markup
/// may overlap (<c>*bold _both* underlined_</c>), which nested elements could not say. Source: wire document, section 7.
/// </summary>
/// <param name="Style">How it is to look.</param>
public abstract record MarkupNode(MarkupStyle Style)
{
    /// <summary>What a reader sees where there is nothing but text; empty for a command.</summary>
    public abstract string PlainText { get; }

    /// <summary>Leaves the text out, so that it never reaches a log by accident.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>Text. Line breaks are as they were sent.</summary>
/// <param name="Text">The text, never empty, without backslashes that only escaped.</param>
/// <param name="Style">How it is to look.</param>
public sealed record MarkupText(string Text, MarkupStyle Style = default) : MarkupNode(Style)
{
    /// <inheritdoc/>
    public override string PlainText => Text;
}

/// <summary>An emoticon.</summary>
/// <param name="Emoticon">Which one.</param>
/// <param name="Code">The code it was written with, such as <c>:-)</c>, without backslashes.</param>
/// <param name="Style">How it is to look.</param>
public sealed record MarkupEmoticon(MxitEmoticon Emoticon, string Code, MarkupStyle Style = default) : MarkupNode(Style)
{
    /// <summary>The emoji that comes closest.</summary>
    public string Emoji => Emoticons.Emoji(Emoticon);

    /// <summary>The code: it reads well as text.</summary>
    public override string PlainText => Code;
}

/// <summary>An emoticon that somebody made, <c>.{XX}</c>. Its picture went with the historic service.</summary>
/// <param name="Id">The id, 1 to 15 characters.</param>
/// <param name="Style">How it is to look.</param>
public sealed record MarkupCustomEmoticon(string Id, MarkupStyle Style = default) : MarkupNode(Style)
{
    /// <summary>As it was written.</summary>
    public override string PlainText => $".{{{Id}}}";
}

/// <summary>
/// A link that sends a text back when it is selected: <c>$text$</c>, or the command
/// <c>::op=cmd|type=reply|selmsg=caption|replymsg=reply:</c>.
/// </summary>
/// <param name="Caption">What a reader sees.</param>
/// <param name="Reply">What selecting it sends; the same as the caption for <c>$text$</c>.</param>
/// <param name="Style">How it is to look.</param>
public sealed record MarkupReplyLink(string Caption, string Reply, MarkupStyle Style = default) : MarkupNode(Style)
{
    /// <summary>The name of the command (<c>nm</c>), which asks for a response in parts.</summary>
    public string? Name { get; init; }

    /// <summary>The message that selecting the link sends back.</summary>
    public string Answer => Name is null ? Reply : $"type=reply|nm={Name}|res={Reply}|err=0";

    /// <inheritdoc/>
    public override string PlainText => Caption;
}

/// <summary>A link to another service, in its place <c>{n}</c> or after the text. Source: wire document, section 3.1.</summary>
/// <param name="Link">The link.</param>
/// <param name="Style">How it is to look.</param>
public sealed record MarkupServiceLink(MessageLink Link, MarkupStyle Style = default) : MarkupNode(Style)
{
    /// <inheritdoc/>
    public override string PlainText => Link.Text ?? "";
}

/// <summary>A link that opens an address in a browser, <c>::op=cmd|type=platreq|selmsg=caption|dest=address:</c>.</summary>
/// <param name="Caption">What a reader sees; the address where the sender gave none.</param>
/// <param name="Address">The address as it was sent. It may be any text: <see cref="FindUriOrNull"/> tells whether to follow
/// it.</param>
/// <param name="Style">How it is to look.</param>
public sealed record MarkupWebLink(string Caption, string Address, MarkupStyle Style = default) : MarkupNode(Style)
{
    /// <inheritdoc/>
    public override string PlainText => Caption == Address ? Caption : $"{Caption} ({Address})";

    /// <summary>The address when it is one that is safe to follow (http, https, mxit).</summary>
    public Uri? FindUriOrNull() => SafeAddress.FindOrNull(Address);
}

/// <summary>A picture in the text, <c>::op=img|...:</c>: its bytes, or where they are.</summary>
/// <param name="Style">How it is to look.</param>
public sealed record MarkupImage(MarkupStyle Style = default) : MarkupNode(Style)
{
    /// <summary>The bytes in base64, as they were sent (<c>dat</c>).</summary>
    public string? Data { get; init; }

    /// <summary>The address, as it was sent (<c>src</c>); it counts only where there is no <see cref="Data"/>.</summary>
    public string? Source { get; init; }

    /// <summary>What selecting the picture sends back (<c>replymsg</c>); absent when it cannot be selected.</summary>
    public string? Reply { get; init; }

    /// <summary>The alignment (<c>algn</c>), as it was sent.</summary>
    public string? Alignment { get; init; }

    /// <summary>The width (<c>w</c>), as it was sent; no source tells the unit.</summary>
    public string? Width { get; init; }

    /// <summary>The height (<c>h</c>), as it was sent; no source tells the unit.</summary>
    public string? Height { get; init; }

    /// <summary>The member <c>t</c>, as it was sent; no source tells what it means.</summary>
    public string? T { get; init; }

    /// <inheritdoc/>
    public override string PlainText => "[picture]";

    /// <summary>The address when it is one that is safe to fetch (http, https).</summary>
    public Uri? FindUriOrNull() => SafeAddress.FindOrNull(Source) is { } uri && uri.Scheme != SafeAddress.Mxit ? uri : null;
}

/// <summary>Lets the phone vibrate, <c>:@n</c>.</summary>
/// <param name="Number">Which of the patterns, 0 to 9.</param>
/// <param name="Style">How it is to look.</param>
public sealed record MarkupVibration(int Number, MarkupStyle Style = default) : MarkupNode(Style)
{
    /// <inheritdoc/>
    public override string PlainText => "[vibration]";
}

/// <summary>
/// A command that has nothing to show here, kept as it was sent: <c>clear</c>, <c>sendsms</c>, <c>selc</c>, <c>csc</c>,
/// <c>csi</c>, <c>is</c>, <c>tbl</c>, one that is not known, or one that lacks what it needs.
/// </summary>
/// <param name="Content">What stands between <c>::</c> and <c>:</c>, such as <c>op=cmd|type=clear|auto=true</c>.</param>
/// <param name="Style">How it is to look.</param>
public sealed record MarkupCommand(string Content, MarkupStyle Style = default) : MarkupNode(Style)
{
    /// <summary>The value of <c>op</c>, such as <c>cmd</c>.</summary>
    public string Name => FindOrNull("op") ?? "";

    /// <inheritdoc/>
    public override string PlainText => "";

    /// <summary>The value of a key, unescaped; of a repeated key the last.</summary>
    /// <param name="key">The key; letter case matters.</param>
    /// <returns>The value; <see langword="null"/> when there is no such key.</returns>
    public string? FindOrNull(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new CommandContent(Content).FindOrNull(key);
    }
}

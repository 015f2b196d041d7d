using System.Globalization;

namespace Mxit;

/// <content>What a message can hold besides text.</content>
public sealed partial class MxitMarkupBuilder
{
    /// <summary>Adds an emoticon.</summary>
    /// <param name="emoticon">Which one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such emoticon.</exception>
    public MxitMarkupBuilder Emoticon(MxitEmoticon emoticon)
    {
        if (!Enum.IsDefined(emoticon))
        {
            throw new ArgumentOutOfRangeException(nameof(emoticon));
        }

        var markup = Emoticons.ToMarkup(Emoticons.Code(emoticon));
        WriteStyle(_style);
        EndEmoticon(markup);
        return Write(markup);
    }

    /// <summary>Adds an emoticon that somebody made, <c>.{XX}</c>.</summary>
    /// <param name="id">
    /// The id: 1 to 15 characters without braces, backslashes and white space. A number would be the place of a link.
    /// </param>
    /// <exception cref="ArgumentException">This is no id.</exception>
    public MxitMarkupBuilder CustomEmoticon(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return MarkupSyntax.IsCustomEmoticonId(id) && MarkupSyntax.ReadPlace($"{{{id}}}", out _) == 0
            ? Write($".{{{id}}}")
            : throw new ArgumentException(
                "An id has 1 to 15 characters without braces, backslashes and white space, and is no number.", nameof(id));
    }

    /// <summary>Adds a link that sends its text back when it is selected, <c>$text$</c>.</summary>
    /// <param name="text">What a reader sees and what is sent back; not empty.</param>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public MxitMarkupBuilder Link(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        Write("$");
        MarkupEscaper.AppendLink(_markup, text);
        return Write("$");
    }

    /// <summary>Adds a link that sends another text back than a reader sees, a command.</summary>
    /// <param name="caption">What a reader sees; not empty.</param>
    /// <param name="reply">What is sent back.</param>
    /// <param name="name">
    /// The name of the command; the response is then <c>type=reply|nm=name|res=reply|err=0</c> instead of the reply alone.
    /// </param>
    /// <exception cref="ArgumentException">The caption is empty.</exception>
    public MxitMarkupBuilder Link(string caption, string reply, string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(caption);
        ArgumentNullException.ThrowIfNull(reply);
        return name is null
            ? Command("cmd", ("type", "reply"), ("selmsg", caption), ("replymsg", reply))
            : Command("cmd", ("type", "reply"), ("nm", name), ("selmsg", caption), ("replymsg", reply));
    }

    /// <summary>Adds a link that opens an address in a browser, a command.</summary>
    /// <param name="caption">What a reader sees; not empty.</param>
    /// <param name="address">The address, absolute; http, https or mxit.</param>
    /// <exception cref="ArgumentException">The caption is empty, or the address is another one.</exception>
    public MxitMarkupBuilder WebLink(string caption, Uri address)
    {
        ArgumentException.ThrowIfNullOrEmpty(caption);
        return Command("cmd", ("type", "platreq"), ("selmsg", caption), ("dest", Check(address)));
    }

    /// <summary>Adds a link to another service. It travels in <see cref="Links"/>; the markup holds its place.</summary>
    /// <param name="link">The link; its text is not empty.</param>
    /// <exception cref="ArgumentException">The link has no text or no target.</exception>
    public MxitMarkupBuilder ServiceLink(MessageLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        if (string.IsNullOrEmpty(link.Text) || string.IsNullOrWhiteSpace(link.TargetService))
        {
            throw new ArgumentException("A link needs a text and a target service.", nameof(link));
        }

        Write(string.Create(CultureInfo.InvariantCulture, $"{{{_links.Count}}}"));
        _links.Add(link);
        return this;
    }

    /// <summary>
    /// Adds a picture. It makes the message longer by a third more characters than it has bytes; servers limit that.
    /// </summary>
    /// <param name="picture">A PNG, JPEG or GIF file.</param>
    /// <param name="reply">What selecting the picture sends back; <see langword="null"/> when it cannot be selected.</param>
    /// <exception cref="ArgumentException">The picture is empty.</exception>
    public MxitMarkupBuilder Image(ReadOnlySpan<byte> picture, string? reply = null) => picture.IsEmpty
        ? throw new ArgumentException("The picture is empty.", nameof(picture))
        : Image("dat", Convert.ToBase64String(picture), reply);

    /// <summary>Adds a picture that readers get from elsewhere.</summary>
    /// <param name="source">The address, absolute; http or https.</param>
    /// <param name="reply">What selecting the picture sends back; <see langword="null"/> when it cannot be selected.</param>
    /// <exception cref="ArgumentException">The address is another one.</exception>
    public MxitMarkupBuilder Image(Uri source, string? reply = null) =>
        source is { IsAbsoluteUri: true, Scheme: SafeAddress.Mxit }
        ? throw new ArgumentException("Pictures come by http or https.", nameof(source))
        : Image("src", Check(source), reply);

    /// <summary>Lets the phone vibrate.</summary>
    /// <param name="number">Which of the patterns, 0 to 9.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pattern.</exception>
    public MxitMarkupBuilder Vibration(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 9);
        return Write(string.Create(CultureInfo.InvariantCulture, $"{MarkupSyntax.VibrationStart}{number}"));
    }

    /// <summary>Adds a command, <c>::op=name|key=value:</c>. Values are escaped.</summary>
    /// <param name="name">The name, such as <c>cmd</c> or <c>csc</c>: ASCII letters.</param>
    /// <param name="parameters">Keys, of ASCII letters and digits, and values.</param>
    /// <exception cref="ArgumentException">The name or a key is not as described.</exception>
    public MxitMarkupBuilder Command(string name, params ReadOnlySpan<(string Key, string Value)> parameters)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!name.All(char.IsAsciiLetter))
        {
            throw new ArgumentException("The name of a command has ASCII letters only.", nameof(name));
        }

        foreach (var (key, value) in parameters)
        {
            ArgumentNullException.ThrowIfNull(value, nameof(parameters));
            if (string.IsNullOrEmpty(key) || !key.All(char.IsAsciiLetterOrDigit))
            {
                throw new ArgumentException("The keys of a command have ASCII letters and digits only.", nameof(parameters));
            }
        }

        Write(MarkupSyntax.CommandStart + name);
        foreach (var (key, value) in parameters)
        {
            CommandContent.Append(_markup, key, value);
        }

        return Write(":");
    }

    private MxitMarkupBuilder Image(string key, string value, string? reply) => reply is null
        ? Command("img", (key, value))
        : Command("img", (key, value), ("replymsg", reply));

    private static string Check(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsAbsoluteUri && SafeAddress.FindOrNull(address.AbsoluteUri) is not null
            ? address.AbsoluteUri
            : throw new ArgumentException("The address must be absolute, with the scheme http, https or mxit.", nameof(address));
    }
}

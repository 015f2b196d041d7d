using System.Text;

namespace Mxit;

/// <summary>
/// Ends, at the end of each line, whatever in it changes the direction of text, and leaves out what would end something that
/// is not of the message: what stands around the message keeps its direction. Source: Unicode Standard Annex 9, section 2.
/// </summary>
internal sealed class BidiBalance
{
    private const char PopFormatting = '\u202c';
    private const char PopIsolate = '\u2069';

    // Beyond this depth renderers ignore them as well.
    private const int MaxDepth = 60;

    private readonly Stack<char> _ends = new();
    private int _isolates;

    public void Append(char character, StringBuilder output)
    {
        switch (character)
        {
            case '\n':
                Close(output);
                output.Append(character);
                break;
            case >= '\u202a' and <= '\u202e' and not PopFormatting:
                Open(character, PopFormatting, output);
                break;
            case >= '\u2066' and < PopIsolate:
                Open(character, PopIsolate, output);
                break;
            case PopFormatting:
                if (_ends.TryPeek(out var end) && end == PopFormatting)
                {
                    Pop(output);
                }

                break;
            case PopIsolate:
                if (_isolates > 0)
                {
                    while (Pop(output) != PopIsolate)
                    {
                    }
                }

                break;
            default:
                output.Append(character);
                break;
        }
    }

    /// <summary>Ends all that is open.</summary>
    public void Close(StringBuilder output)
    {
        while (_ends.Count > 0)
        {
            Pop(output);
        }
    }

    private void Open(char start, char end, StringBuilder output)
    {
        if (_ends.Count < MaxDepth)
        {
            output.Append(start);
            _ends.Push(end);
            _isolates += end == PopIsolate ? 1 : 0;
        }
    }

    private char Pop(StringBuilder output)
    {
        var end = _ends.Pop();
        _isolates -= end == PopIsolate ? 1 : 0;
        output.Append(end);
        return end;
    }
}

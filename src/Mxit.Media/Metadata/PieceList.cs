using Mxit.Media.Headers;

namespace Mxit.Media.Metadata;

/// <summary>A part of the original; or of bytes of our own, if there are any.</summary>
internal readonly record struct Piece(long Offset, long Length, byte[]? Bytes);

/// <summary>A file that consists of parts of another one and of a few bytes of our own, in order.</summary>
/// <param name="original">The other one, for the list of a whole file.</param>
internal sealed class PieceList(FileReader? original = null)
{
    // No camera writes as many.
    private const int MaxCount = 1_000_000;

    private static readonly byte[] Zeros = new byte[FileReader.MaxRead];

    private readonly FileReader? _original = original?.At(0);
    private readonly List<Piece> _pieces = [];

    /// <summary>How long the file is.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the file is the original.</summary>
    public bool IsOriginal => _pieces is [{ Bytes: null, Offset: 0 }] && Length == _original?.Length;

    /// <summary>What it consists of.</summary>
    public IReadOnlyList<Piece> Pieces => _pieces;

    /// <summary>Goes on with a part of the original.</summary>
    public void Copy(long offset, long length) => Add(new Piece(offset, length, null));

    /// <summary>Goes on with bytes of our own.</summary>
    public void Add(params byte[] bytes) => Add(new Piece(0, bytes.Length, bytes));

    /// <summary>Goes on with zeros.</summary>
    public void Fill(long length)
    {
        for (var rest = length; rest > 0; rest -= Zeros.Length)
        {
            Add(new Piece(0, Math.Min(rest, Zeros.Length), Zeros));
        }
    }

    /// <summary>Goes on with another list.</summary>
    public void AddAll(PieceList other) => other._pieces.ForEach(Add);

    private void Add(Piece piece)
    {
        if (piece.Length <= 0)
        {
            return;
        }

        if (piece.Bytes is { } bytes && IsInOriginal(bytes.AsSpan(0, (int)piece.Length)))
        {
            piece = new Piece(Length, piece.Length, null);
        }

        if (piece.Bytes is null && _pieces is [.., { Bytes: null } last] && last.Offset + last.Length == piece.Offset)
        {
            _pieces[^1] = last with { Length = last.Length + piece.Length };
        }
        else
        {
            _pieces.Add(_pieces.Count < MaxCount ? piece : throw new InvalidDataException("is in too many pieces"));
        }

        Length += piece.Length;
    }

    // As long as the file is the original, bytes of our own may be the same ones.
    private bool IsInOriginal(ReadOnlySpan<byte> bytes)
    {
        if (_original is null || bytes.Length > FileReader.MaxRead || _pieces is not ([] or [{ Bytes: null, Offset: 0 }]))
        {
            return false;
        }

        _original.Position = Length;
        return _original.ReadAtMost(bytes.Length).SequenceEqual(bytes);
    }
}

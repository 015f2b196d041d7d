namespace Mxit.Media.Headers;

/// <summary>The second bytes of what divides a JPEG; the first is FF. Source: ITU T.81, table B.1.</summary>
internal static class JpegMarkers
{
    /// <summary>How many bytes the length of a segment takes, which counts itself.</summary>
    public const int LengthLength = 2;

    public const int TemporaryUse = 0x01;
    public const int FirstFrame = 0xC0;
    public const int BaselineFrame = 0xC0;
    public const int SequentialFrame = 0xC1;
    public const int HuffmanTables = 0xC4;
    public const int Extension = 0xC8;
    public const int ArithmeticConditioning = 0xCC;
    public const int LastFrame = 0xCF;
    public const int FirstRestart = 0xD0;
    public const int LastRestart = 0xD7;
    public const int StartOfImage = 0xD8;
    public const int EndOfImage = 0xD9;
    public const int StartOfScan = 0xDA;
    public const int QuantizationTables = 0xDB;
    public const int NumberOfLines = 0xDC;
    public const int RestartInterval = 0xDD;
    public const int App0 = 0xE0;
    public const int App1 = 0xE1;
    public const int App2 = 0xE2;
    public const int App14 = 0xEE;
    public const int App15 = 0xEF;
    public const int Comment = 0xFE;
}

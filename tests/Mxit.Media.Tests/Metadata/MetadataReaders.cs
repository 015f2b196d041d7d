using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;

namespace Mxit.Media.Tests.Metadata;

/// <summary>What programs that are not ours find in a file besides what it takes to show it.</summary>
internal static partial class MetadataReaders
{
    /// <summary>What the library MetadataExtractor finds.</summary>
    public static List<string> FindWithLibrary(byte[] file) =>
    [
        .. ImageMetadataReader.ReadMetadata(new MemoryStream(file))
            .Where(directory => directory.Name is not "ICC Profile" and not "File Type")
            .SelectMany(directory => directory.Tags.Where(tag => !IsNeeded(directory, tag)))
            .Select(tag => $"{tag.DirectoryName}: {tag.Name} = {tag.Description}"),
    ];

    /// <summary>How the library turns a picture.</summary>
    public static int? OrientationOf(byte[] file) => ImageMetadataReader.ReadMetadata(new MemoryStream(file))
        .OfType<ExifIfd0Directory>()
            .Select(directory => (int?)directory.GetInt32(ExifDirectoryBase.TagOrientation)).FirstOrDefault();

    /// <summary>
    /// What the program exiftool finds in the files of a folder, also in what it does not know. Skips the test without it.
    /// </summary>
    public static async Task<List<string>> FindWithExifToolAsync(string folder)
    {
        using var program = new Process
        {
            StartInfo = new ProcessStartInfo("exiftool", ["-j", "-a", "-u", "-ee3", "-G0", folder])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            program.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no exiftool here (Debian: libimage-exiftool-perl).");
        }

        var errors = program.StandardError.ReadToEndAsync();
        using var found = JsonDocument.Parse(await program.StandardOutput.ReadToEndAsync());
        await program.WaitForExitAsync();
        Assert.DoesNotContain("Error:", await errors, StringComparison.Ordinal);
        return
        [
            .. found.RootElement.EnumerateArray().SelectMany(file => file.EnumerateObject()
                .Where(tag => !NeededTag().IsMatch($"{tag.Name}={tag.Value}"))
                .Select(tag => $"{file.GetProperty("SourceFile")}: {tag.Name} = {tag.Value}")),
        ];
    }

    private static bool IsNeeded(MetadataExtractor.Directory directory, Tag tag) =>
        (directory.Name, tag.Name, tag.Description) switch
        {
            ("Exif IFD0", "Orientation", _) => true,
            (_, "Created" or "Modified", var time) => time!.Contains("1904", StringComparison.Ordinal),
            ("QuickTime Sound Track" or "QuickTime Video Track", "Vendor" or "Compressor Name", var text) =>
                string.IsNullOrWhiteSpace(text!.Trim('\0')),
            ("JPEG" or "JFIF" or "Adobe JPEG" or "Huffman" or "WebP" or "GIF Header" or "GIF Control" or "GIF Image"
                or "GIF Animation" or "BMP Header", _, _) => true,
            ("PNG-IHDR" or "PNG-PLTE" or "PNG-tRNS" or "PNG-gAMA" or "PNG-cHRM" or "PNG-sRGB" or "PNG-sBIT" or "PNG-bKGD"
                or "PNG-pHYs", _, _) => true,
            ("PNG-iCCP", "ICC Profile Name", var name) => name == "icc",
            ("HEIC Primary Item Properties" or "HEIC Thumbnail Data" or "HEIF" or "AVIF", _, _) => true,
            ("QuickTime Movie Header" or "QuickTime File Type" or "QuickTime Sound Track" or "QuickTime Video Track"
                or "QuickTime Track Header" or "MP4" or "MP4 Video" or "MP4 Sound", _, _) => true,
            _ => false,
        };

    // Groups in which nothing stands but how a file is coded; of QuickTime one tag each.
    [GeneratedRegex(
        """
        ^(SourceFile|ExifTool:(ExifToolVersion|Warning)|ICC_Profile:.*|Composite:(ImageSize|Megapixels|AvgBitrate|Rotation)
        |File:(Directory|File(Name|Size|Type|TypeExtension|Permissions|ModifyDate|AccessDate|InodeChangeDate)|MIMEType|Image(Width|Height|Length)|EncodingProcess
            |BitsPerSample|ColorComponents|YCbCrSubSampling|ExifByteOrder|BMPVersion|BitDepth|Compression|Planes|NumColors|NumImportantColors|PixelsPerMeter[XY]
            |RedMask|GreenMask|BlueMask|AlphaMask|ColorSpace|RenderingIntent)
        |EXIF:Orientation
        |JFIF:(JFIFVersion|ResolutionUnit|[XY]Resolution)
        |APP14:(DCTEncodeVersion|APP14Flags[01]|ColorTransform)
        |PNG:(Image(Width|Height)|BitDepth|ColorType|Compression|Filter|Interlace|Animation(Frames|Plays)|PixelUnits|PixelsPerUnit[XY]|ProfileName=icc$|SRGBRendering|Gamma
            |SignificantBits|Transparency|BackgroundColor|Palette|WhitePoint[XY]|(Red|Green|Blue)[XY])
        |RIFF:(Image(Width|Height)|WebP_Flags|VP8Version|AlphaIsUsed|HorizontalScale|VerticalScale|AnimationLoopCount|BackgroundColor|Duration|FrameCount)
        |GIF:(GIFVersion|Image(Width|Height)|HasColorMap|ColorResolutionDepth|BitsPerPixel|BackgroundColor|PixelAspectRatio|AnimationIterations|TransparentColor|FrameCount|Duration)
        |QuickTime:([A-Za-z]*(CreateDate|ModifyDate)=0000:00:00\ 00:00:00|(MajorBrand|MinorVersion|CompatibleBrands|MediaData(Size|Offset)?|HandlerType|HandlerClass|ImageWidth
            |ImageHeight|SourceImageWidth|SourceImageHeight|[XY]Resolution|BitDepth|CompressorID|AudioFormat|AudioChannels|AudioBitsPerSample|AudioSampleRate|Balance
            |GraphicsMode|OpColor|(Movie|Track|Media)HeaderVersion|(Media)?TimeScale|(Track|Media|Preview|Selection)?Duration|Preferred(Rate|Volume)|MatrixStructure
            |(Preview|Poster|Selection|Current)Time|NextTrackID|TrackID|TrackLayer|TrackVolume|MediaLanguageCode|VideoFrameRate|PixelAspectRatio
            |PrimaryItemReference|MetaImageSize|ImageSpatialExtent|ImagePixelDepth|Rotation|Color(Primaries|Profiles|Representation)|TransferCharacteristics|MatrixCoefficients|VideoFullRangeFlag
            |AVCConfiguration|AV1ConfigurationVersion|HEVCConfigurationVersion|General[A-Za-z]*|GenProfile[A-Za-z]*|ConstraintIndicatorFlags|MinSpatialSegmentationIDC
            |ParallelismType|ChromaFormat|BitDepth(Luma|Chroma)|AverageFrameRate|ConstantFrameRate|NumTemporalLayers|TemporalIDNested|Seq[A-Za-z0-9]*|HighBitDepth|TwelveBit
            |ChromaSamplePosition|InitialDelaySamples|SyncSampleTable|TimeToSampleTable|CompositionTimeToSample|SampleToChunk|SampleSizes|ChunkOffset(64)?
            |Unknown_(edts|elst|esds|avcC|hvcC|btrt|iref|ipma|iloc|iinf|infe|clap)|PurchaseFileFormat)=.*
            |(Free|Wide|Skip|Unknown_free)=(\(Binary\ data\ \d+\ bytes,\ use\ -b\ option\ to\ extract\))?$))
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NeededTag();
}

using System.Collections.Frozen;
using Mxit.Media.Headers;

namespace Mxit.Media.Metadata;

/// <content>Videos and sound: the box <c>moov</c>.</content>
internal sealed partial class BoxCleaner
{
    private const int MaxDepth = 16;
    private const int VideoEntryLength = 78;
    private const int SoundEntryLength = 28;

    private static readonly FrozenSet<string> Containers = FrozenSet.Create(
        "edts", "mdia", "minf", "stbl", "dinf", "tapt", "wave", "iprp", "ipco", "sv3d", "proj");

    private static readonly FrozenSet<string> Needed = FrozenSet.Create(
        // Where samples are, and when they are shown.
        "vmhd", "smhd", "nmhd", "elst", "stts", "ctts", "cslg", "stss", "stps", "stsc", "stsz", "stz2", "stco", "co64", "sgpd",
        "sbgp", "sdtp",

        // How they are decoded.
        "avcC", "hvcC", "lhvC", "vvcC", "av1C", "vpcC", "dvcC", "dvvC", "dvwC", "d263", "damr", "esds", "dac3", "dec3", "dac4",
        "dOps", "dfLa",
        "alac", "frma", "mp4a", "enda", "chan", "chnl", "srat", "btrt",

        // How videos and pictures are shown.
        "clef", "prof", "enof", "pasp", "clap", "fiel", "gama", "mdcv", "clli", "cclv", "amve", "SmDm", "CoLL", "st3d", "prhd",
        "equi", "cbmp",
        "vexu", "SA3D", "ccst", "auxi", "ispe", "pixi", "irot", "imir", "auxC", "a1op", "a1lx", "lsel", "rloc", "iscl", "tols",
        "oinf",
        "ipma", "iref", "pitm", "grpl");

    private bool _isSound;
    private int _depth;

    private void ReadAll(long start, long end)
    {
        if (++_depth > MaxDepth)
        {
            throw new InvalidDataException("has boxes in boxes without end");
        }

        var last = start;
        foreach (var box in Box.In(file, start, end))
        {
            Read(box);
            last = box.End;
        }

        Zero(last, end);
        _depth--;
    }

    private void Read(Box box)
    {
        switch (box.Type)
        {
            case "mvhd" or "tkhd" or "mdhd":
                // When it was made and changed.
                Zero(box.Content + 4, Math.Min(box.End, box.Content + (ReadVersion(box) == 1 ? 20 : 12)));
                break;
            case "hdlr":
                // Behind the kind stands a name.
                Zero(box.Content + 12, box.End);
                break;
            case "trak":
                ReadTrack(box);
                break;
            case "tref":
                foreach (var reference in Box.In(file, box.Content, box.End).Where(reference => reference.Type != "auxl"))
                {
                    Free(reference);
                }

                break;
            case "dref":
                foreach (var reference in Box.In(file, box.Content + 8, box.End))
                {
                    file.Position = reference.Content;
                    var isHere = (file.ReadUInt32BigEndian() & 1) != 0;
                    Zero(reference.Content + 4, isHere ? reference.End : throw new InvalidDataException("refers to other files"));
                }

                break;
            case "stsd":
                foreach (var entry in Box.In(file, box.Content + 8, box.End))
                {
                    ReadEntry(box, entry);
                }

                break;
            case "colr" when IsColor(box):
            case "\0\0\0\0" when box.Content == box.End:
                break;
            case var type when Containers.Contains(type):
                ReadAll(box.Content, box.End);
                break;
            case var type when !Needed.Contains(type):
                Free(box);
                break;
        }
    }

    private void ReadTrack(Box track)
    {
        var media = track.FindOrNull(file, "mdia");
        var kind = media is null ? "" : HandlerOf(media);
        var isKept = kind is "vide" or "soun" or "pict" or "auxv";
        _isSound = kind == "soun";
        if (media?.FindOrNull(file, "minf", "stbl") is { } table)
        {
            foreach (var (start, end) in SampleTable.ReadChunks(file, table, _isSound))
            {
                Add(isKept ? _kept : _dropped, start, end, (start, end));
            }
        }

        if (isKept)
        {
            _hasPicture = true;
            ReadAll(track.Content, track.End);
        }
        else
        {
            Free(track);
        }
    }

    // How the samples of a track are coded. QuickTime has more numbers on sound.
    private void ReadEntry(Box table, Box entry)
    {
        if (entry.Type is "jpeg" or "mjpa" or "mjpb" or "png " or "tiff" or "gif ")
        {
            throw new InvalidDataException("consists of pictures that can have metadata of their own");
        }

        var isQuickTime = ReadVersion(table) == 0;
        file.Position = entry.Content + 8;
        var version = file.ReadUInt16BigEndian();
        var length = !_isSound ? VideoEntryLength : SoundEntryLength + (version == 1 && isQuickTime ? 16 : version == 2 ? 36 : 0);

        // Who wrote it, and with what.
        Zero(entry.Content + 12, Math.Min(entry.Content + 16, entry.End));
        Zero(entry.Content + 42, _isSound ? 0 : Math.Min(entry.Content + 74, entry.End));

        ReadAll(Math.Min(entry.Content + length, entry.End), entry.End);
    }

    private bool IsColor(Box box)
    {
        file.Position = box.Content;
        var kind = file.ReadLetters(4);
        var length = box.End - box.Content - 4;
        return kind is "prof" or "rICC"
            ? IccProfile.Fills(file.ReadAtMost(IccProfile.HeaderLength), length)
            : kind is "nclx" or "nclc" && length <= 7;
    }
}

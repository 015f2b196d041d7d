using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mxit.Internal;
using Mxit.Wire;

namespace Mxit.Benchmarks;

/// <summary>One way to make the three calls.</summary>
internal interface ICaller : IDisposable
{
    /// <summary>A small answer: a profile.</summary>
    Task<BasicProfile> GetAsync();

    /// <summary>A small request: a message to one person.</summary>
    Task SendAsync();

    /// <summary>A file of 64 KiB.</summary>
    Task<string> UploadAsync();
}

/// <summary>What all of them send.</summary>
internal static class Payload
{
    /// <summary>What both generated contexts know, for libraries that take one set of options.</summary>
    public static readonly JsonSerializerOptions Json = new(MxitJson.Wire.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(MxitJson.Wire, ReplyJson.Wire),
    };

    public const string UserId = "m10000000001";
    public const string Folder = "Holiday";
    public const string FileName = "beach.jpg";

    public static readonly string Token = new('t', 43);
    public static readonly byte[] File = new byte[65_536];
    public static readonly string[] Recipients = [UserId];

    public static SendMessageBody Message => new() { Body = "Hello from .NET", From = "demo", To = Recipients };
}

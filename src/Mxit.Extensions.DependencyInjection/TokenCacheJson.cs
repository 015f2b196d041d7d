using System.Text.Json.Serialization;

namespace Mxit.Extensions.DependencyInjection;

/// <summary>How a token is written before it is protected.</summary>
[JsonSerializable(typeof(AccessToken))]
internal sealed partial class TokenCacheJson : JsonSerializerContext;

using RestSharp;
using RestSharp.Serializers.Json;

namespace Mxit.Benchmarks;

/// <summary>RestSharp, with the same JSON code.</summary>
internal sealed class RestSharpCaller(Uri address, HttpMessageHandler? handler = null) : ICaller
{
    private static readonly string Authorization = "Bearer " + Payload.Token;

    private readonly RestClient _client = new(
        new RestClientOptions(address) { ConfigureMessageHandler = own => handler ?? own },
        configureSerialization: serializers => serializers.UseSystemTextJson(Payload.Json));

    public async Task<BasicProfile> GetAsync() =>
        (await _client.ExecuteGetAsync<BasicProfile>(RequestFor($"{MxitRoutes.UserProfile}/{Payload.UserId}")))
            .ThrowIfError().Data!;

    public async Task SendAsync() =>
        (await _client.ExecutePostAsync(RequestFor(MxitRoutes.MessageSend).AddJsonBody(Payload.Message))).ThrowIfError();

    public async Task<string> UploadAsync()
    {
        var request = RequestFor(MxitRoutes.UserMediaFile + Payload.Folder)
            .AddQueryParameter("fileName", Payload.FileName)
            .AddParameter(new BodyParameter("", Payload.File, "image/jpeg", DataFormat.Binary));
        return (await _client.ExecutePostAsync<string>(request)).ThrowIfError().Data!;
    }

    public void Dispose() => _client.Dispose();

    private static RestRequest RequestFor(string path) => new RestRequest(path).AddHeader("Authorization", Authorization);
}

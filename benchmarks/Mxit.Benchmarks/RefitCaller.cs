using System.Text.Json;
using Mxit.Wire;
using Refit;

namespace Mxit.Benchmarks;

/// <summary>Refit, with the same JSON code.</summary>
internal sealed class RefitCaller : ICaller
{
    private static readonly string Authorization = "Bearer " + Payload.Token;

    private readonly HttpClient _http;
    private readonly IMxitApi _api;

    public RefitCaller(Uri address, HttpMessageHandler? handler = null)
    {
        _http = new HttpClient(handler ?? new SocketsHttpHandler()) { BaseAddress = address };
        _api = RestService.For<IMxitApi>(
            _http, new RefitSettings { ContentSerializer = new SystemTextJsonContentSerializer(Payload.Json) });
    }

    public Task<BasicProfile> GetAsync() => _api.GetProfileAsync(Payload.UserId, Authorization);

    public Task SendAsync() => _api.SendAsync(Payload.Message, Authorization);

    public async Task<string> UploadAsync()
    {
        using var content = new ByteArrayContent(Payload.File);
        content.Headers.ContentType = new("image/jpeg");

        // Refit hands a string over as it came, in its quotes.
        return JsonSerializer.Deserialize(
            await _api.UploadAsync(Payload.Folder, Payload.FileName, content, Authorization), MxitJson.Wire.String)!;
    }

    public void Dispose() => _http.Dispose();
}

internal interface IMxitApi
{
    [Get("/user/profile/{userId}")]
    Task<BasicProfile> GetProfileAsync(string userId, [Header("Authorization")] string authorization);

    [Post("/message/send")]
    Task SendAsync([Body] SendMessageBody message, [Header("Authorization")] string authorization);

    [Post("/user/media/file/{folder}")]
    Task<string> UploadAsync(
        string folder, string fileName, [Body] HttpContent file, [Header("Authorization")] string authorization);
}

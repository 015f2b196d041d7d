using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Mxit.Internal;
using Mxit.Wire;

namespace Mxit.Benchmarks;

/// <summary>
/// The limit: HttpClient with JSON code from the compiler, and nothing else. No early renewal of tokens, no retries, no keys, no
/// errors that say more than the status.
/// </summary>
internal sealed class HttpClientCaller : ICaller
{
    private readonly HttpClient _http;

    public HttpClientCaller(Uri address, HttpMessageHandler? handler = null)
    {
        _http = new HttpClient(handler ?? new SocketsHttpHandler()) { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Payload.Token);
    }

    public async Task<BasicProfile> GetAsync()
    {
        using var response = await _http.GetAsync(
            new Uri($"{MxitRoutes.UserProfile}/{Payload.UserId}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return (await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(), ReplyJson.Wire.BasicProfile))!;
    }

    public async Task SendAsync()
    {
        using var content = JsonContent.Create(Payload.Message, MxitJson.Wire.SendMessageBody);
        using var response = await _http.PostAsync(new Uri(MxitRoutes.MessageSend, UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    public async Task<string> UploadAsync()
    {
        using var content = new ByteArrayContent(Payload.File);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var response = await _http.PostAsync(
            new Uri($"{MxitRoutes.UserMediaFile}{Payload.Folder}?fileName={Payload.FileName}", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        return (await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(), MxitJson.Wire.String))!;
    }

    public void Dispose() => _http.Dispose();
}

using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Mxit.Platform;

namespace Mxit.EndToEnd.Tests;

/// <summary>Requests to a gallery as they travel.</summary>
internal static class GalleryHttp
{
    public static Task<string> GalleryTokenAsync(this Server server, string login = "alice") =>
        server.UserTokenAsync(login, MxitScopes.ContentRead, MxitScopes.ContentWrite);

    /// <summary>Everything in the folder of media, staged or published.</summary>
    public static string[] MediaFiles(this Server server) =>
        Directory.GetFiles(Path.Combine(server.Get<ServerContext>().DataFolder, "media"), "*", SearchOption.AllDirectories);

    public static async Task<Reply> UploadAsync(
        this Server server,
        string token,
        byte[] bytes,
        string fileName = "a.txt",
        string folder = "Default",
        string type = "text/plain",
        string query = "",
        params (string Name, string Value)[] headers)
    {
        using var request = Request(
            HttpMethod.Post, $"/user/media/file/{folder}?fileName={Uri.EscapeDataString(fileName)}{query}", token, headers);
        request.Content = new ByteArrayContent(bytes);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await server.AskAsync(request);
    }

    /// <summary>Uploads a file and gives the path of its bytes.</summary>
    public static async Task<string> AddFileAsync(
        this Server server, string token, byte[] bytes, string fileName = "a.txt", string type = "text/plain")
    {
        var uploaded = await server.UploadAsync(token, bytes, fileName, type: type);
        Assert.True(uploaded.Status == 200, uploaded.Text);
        return $"/user/media/content/{uploaded.Text.Trim('"')}";
    }

    public static async Task<Reply> AskAsync(
        this Server server, HttpMethod method, string path, string? token, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, path, token, headers);
        return await server.AskAsync(request);
    }

    public static async Task<Reply> PutTextAsync(
        this Server server, string path, string token, string json, params (string Name, string Value)[] headers)
    {
        using var request = Request(HttpMethod.Put, path, token, headers);
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await server.AskAsync(request);
    }

    /// <summary>A connection on which a test writes what it likes.</summary>
    public static async Task<TcpClient> ConnectAsync(this Server server)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(server.Inner.Address.Host, server.Inner.Address.Port);
        return socket;
    }

    public static async Task<string> ReadToEndAsync(this TcpClient socket)
    {
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadToEndAsync();
    }

    /// <summary>Reads until a text has come.</summary>
    public static async Task<string> ReadUntilAsync(this TcpClient socket, string end)
    {
        var answer = new StringBuilder();
        var buffer = new byte[4_096];
        int read;
        while (!answer.ToString().Contains(end, StringComparison.Ordinal)
            && (read = await socket.GetStream().ReadAsync(buffer)) > 0)
        {
            answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }

    private static HttpRequestMessage Request(
        HttpMethod method, string path, string? token, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return request;
    }

    private static async Task<Reply> AskAsync(this Server server, HttpRequestMessage request)
    {
        var message = await server.Http.SendAsync(request);
        return new Reply((int)message.StatusCode, await message.Content.ReadAsByteArrayAsync(), message);
    }
}

internal sealed record Reply(int Status, byte[] Bytes, HttpResponseMessage Message)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public string? Header(string name) =>
        Message.Headers.NonValidated.TryGetValues(name, out var values)
        || Message.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;
}

using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mxit.Cli.Development;

/// <summary>A command that asks a server in development mode over HTTP, at its addresses below <c>/dev</c>.</summary>
internal static class DevAction
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Creates the command.</summary>
    /// <param name="name">The name.</param>
    /// <param name="description">The description in the help.</param>
    /// <param name="symbols">Its own arguments and options.</param>
    /// <param name="run">The action. It returns the output, as a text and as JSON.</param>
    public static Command Create(
        string name,
        string description,
        IReadOnlyList<Symbol> symbols,
        Func<HttpClient, ParseResult, CancellationToken, Task<DevResult>> run)
    {
        var server = new Option<Uri>("--server")
        {
            Description = "The address of the server.",
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:5080"),
            HelpName = "address",
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http"
                    or "https")
                {
                    return address;
                }

                result.AddError($"{result.Tokens[0].Value} is no address such as http://127.0.0.1:5080.");
                return null;
            },
        };
        var json = new Option<bool>("--json") { Description = "Print JSON, for other programs." };
        var command = new Command(name, description);
        foreach (var argument in symbols.OfType<Argument>())
        {
            command.Add(argument);
        }

        foreach (var option in symbols.OfType<Option>().Append(server).Append(json))
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var streams = parsed.InvocationConfiguration;
            using var http = new HttpClient { BaseAddress = parsed.GetValue(server) };
            try
            {
                var result = await run(http, parsed, cancellationToken);
                var text = parsed.GetValue(json) ? result.Json.ToJsonString(Indented) : result.Text;
                if (text.Length > 0)
                {
                    await streams.Output.WriteLineAsync(text);
                }

                return 0;
            }
            catch (DevException refused)
            {
                await streams.Error.WriteLineAsync(refused.Message);
            }
            catch (HttpRequestException)
            {
                await streams.Error.WriteLineAsync(
                    $"No server answers at {http.BaseAddress}. Start one with mxit serve --dev, or name it with --server.");
            }

            return 1;
        });
        return command;
    }

    /// <summary>Sends a request; the body of the response, or <see langword="null"/> when it has none.</summary>
    /// <exception cref="DevException">The server refused it.</exception>
    public static async Task<JsonNode?> SendAsync(
        HttpClient http, HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"dev{path}");
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            if (path.Length == 0)
            {
                throw new DevException(
                    $"The server at {http.BaseAddress} is not in development mode. Start one with mxit serve --dev.");
            }

            // Is it the mode that is missing, or what the path names?
            await SendAsync(http, HttpMethod.Get, "", null, cancellationToken);
        }

        throw new DevException(Problem(text) ?? $"The server refused it with status {(int)response.StatusCode}.");
    }

    private static string? Problem(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonValue value && value.TryGetValue<string>(out var problem) ? problem : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The output of a command.</summary>
/// <param name="Text">The output for people.</param>
/// <param name="Json">The output for programs.</param>
internal sealed record DevResult(string Text, JsonNode Json);

/// <summary>The server refused what a command asked for; the message says why.</summary>
internal sealed class DevException(string message) : Exception(message);

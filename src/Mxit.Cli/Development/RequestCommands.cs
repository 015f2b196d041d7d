using System.CommandLine;
using System.Text.Json.Nodes;

namespace Mxit.Cli.Development;

/// <summary><c>mxit dev requests</c>: what the server was asked.</summary>
internal static class RequestCommands
{
    private static readonly string[] Filters = ["method", "path", "app", "person", "status"];

    public static Command Create() =>
        new("requests", "Shows which requests the server has handled.") { List(), Clear(), Contents() };

    private static Command List()
    {
        var filters = Filters.Select(name => new Option<string?>($"--{name}")
        {
            Description = name == "path"
                    ? "Only this path or route template, or paths that start so and end in *."
                    : $"Only this {name}.",
            HelpName = name,
        })
            .ToArray();
        return DevAction.Create(
            "list", "Lists the requests, oldest first.", filters,
            async (http, parsed, stop) =>
            {
                var query = filters
                    .Select(filter => (Name: filter.Name.TrimStart('-'), Value: parsed.GetValue(filter)))
                    .Where(filter => filter.Value is not null)
                    .Select(filter => $"{filter.Name}={Uri.EscapeDataString(filter.Value!)}");
                var requests = await DevAction.SendAsync(
                    http, HttpMethod.Get, $"/requests?{string.Join('&', query)}", null, stop);
                return new DevResult(string.Join(Environment.NewLine, requests!.AsArray().Select(Line)), requests);
            });
    }

    private static Command Clear() => DevAction.Create(
        "clear", "Forgets the requests.", [],
        async (http, _, stop) =>
        {
            await DevAction.SendAsync(http, HttpMethod.Delete, "/requests", null, stop);
            return new DevResult("", new JsonObject { ["cleared"] = true });
        });

    private static Command Contents()
    {
        var keep =
            new Argument<string>("state") { Description = "on: keep what is sent and what comes back, with texts and tokens." };
        keep.AcceptOnlyFromAmong("on", "off");
        return DevAction.Create(
            "contents", "Keeps contents of requests, or no longer; they are in the output of list --json.", [keep],
            async (http, parsed, stop) =>
            {
                var isOn = parsed.GetValue(keep) == "on";
                await DevAction.SendAsync(http, HttpMethod.Put, "/requests/contents", new JsonObject { ["keep"] = isOn }, stop);
                return new DevResult("", new JsonObject { ["keep"] = isOn });
            });
    }

    private static string Line(JsonNode? request)
    {
        var caller = string.Join(' ', new[] { ("by", request!["app"]), ("for", request["person"]) }
            .Where(part => part.Item2 is not null)
            .Select(part => $"{part.Item1} {part.Item2}"));
        return $"{request["at"]!.GetValue<DateTimeOffset>():u} {request["method"]} {request["path"]} " +
            $"{(caller.Length > 0 ? caller : "without a token")}: {request["status"]?.ToString() ?? "no response"}" +
            (request["hadFault"]!.GetValue<bool>() ? " (fault)" : "");
    }
}

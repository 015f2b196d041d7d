using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Apps;

namespace Mxit.Cli.Admin;

/// <summary><c>mxit admin app</c>.</summary>
internal static class AppCommands
{
    public static Command Create() => new("app", "Apps: add, secret, show, list, remove.")
    {
        Add(),
        Secret(),
        Show(),
        List(),
        Remove(),
    };

    private static Command Add()
    {
        var service = new Argument<string>("service") { Description = "The service name: what it sends from; never changes." };
        var name = new Option<string?>("--name") { Description = "The name that people read. [default: the service name]" };
        var redirect = new Option<string[]>("--redirect") { Description = "Where people may be led back to. May be given several times." };
        var scope = new Option<string[]>("--scope") { Description = "A scope that it may ask for. May be given several times. [default: all]" };
        var legacy = new Option<bool>("--legacy")
        {
            Description = "For programs of 2012: no PKCE, lenient redirect URIs. Less safe; new programs do not need it.",
        };
        var password = new Option<bool>("--password-grant")
        {
            Description = "The app may send people's passwords to /token. Only with --legacy, and only for programs that cannot do otherwise.",
        };
        return AdminAction.Create(
            "add", "Makes an app, and shows its secret this once.", [service, name, redirect, scope, legacy, password], async (services, parsed, stop) =>
            {
                var wish = new NewApp(parsed.GetValue(service)!)
                {
                    DisplayName = parsed.GetValue(name),
                    Profile = parsed.GetValue(legacy) ? AppProfile.Legacy : AppProfile.Strict,
                    RedirectUris = parsed.GetValue(redirect) ?? [],
                    Scopes = parsed.GetValue(scope) is { Length: > 0 } scopes ? scopes : null,
                    PasswordGrant = parsed.GetValue(password),
                };
                var result = await services.GetRequiredService<AppService>().CreateAsync(wish, stop);
                return result.App is null ? Explain(result, wish.ServiceName) : ShowSecret(result);
            });
    }

    private static Command Secret()
    {
        var app = App();
        return AdminAction.Create(
            "secret", "Gives the app a new secret, and shows it this once; the old one and its tokens end.", [app], async (services, parsed, stop) =>
            {
                var result = await services.GetRequiredService<AppService>().ReplaceSecretAsync(parsed.GetValue(app)!, stop);
                return result.App is null ? Explain(result, parsed.GetValue(app)!) : ShowSecret(result);
            });
    }

    private static Command Show()
    {
        var app = App();
        return AdminAction.Create(
            "show", "Shows an app, and in what the server is lenient with it.", [app], async (services, parsed, stop) =>
                await services.GetRequiredService<AppService>().FindOrNullAsync(parsed.GetValue(app)!, stop) is { } found
                    ? AdminAnswer.Done(ToText(found), ToJson(found))
                    : Explain(new AppResult(AppOutcome.NotFound), parsed.GetValue(app)!));
    }

    private static Command List() => AdminAction.Create("list", "Lists the apps.", [], async (services, _, stop) =>
    {
        var apps = await services.GetRequiredService<AppService>().ListAsync(stop);
        return AdminAnswer.Done(
            string.Join(Environment.NewLine, apps.Select(app => $"{app.ClientId}  {app.ServiceName,-24} {app.Profile,-7} {app.DisplayName}")),
            new JsonArray([.. apps.Select(app => ToJson(app))]));
    });

    private static Command Remove()
    {
        var app = App();
        return AdminAction.Create(
            "remove", "Removes an app; its service name is never given again.", [app], async (services, parsed, stop) =>
            {
                var wish = parsed.GetValue(app)!;
                var outcome = await services.GetRequiredService<AppService>().RemoveAsync(wish, stop);
                return outcome == AppOutcome.Done
                    ? AdminAnswer.Done($"{wish} is removed.", new JsonObject { ["app"] = wish })
                    : Explain(new AppResult(outcome), wish);
            });
    }

    private static Argument<string> App() => new("app") { Description = "The client id or the service name." };

    private static string ToText(AppInfo app) => string.Join(
        Environment.NewLine,
        [
            $"{app.ServiceName}, {app.Profile.ToString().ToLowerInvariant()} profile",
            $"  client id      {app.ClientId}",
            $"  name           {app.DisplayName}",
            $"  leads back to  {(app.RedirectUris.Count > 0 ? string.Join(", ", app.RedirectUris) : "nowhere")}",
            $"  scopes         {string.Join(' ', app.Scopes)}",
            .. Leniencies(app),
        ]);

    private static IEnumerable<string> Leniencies(AppInfo app) => app.Leniencies.Count == 0
        ? ["The server is lenient with it in nothing."]
        : ["The server is lenient with it, for programs of 2012:", .. app.Leniencies.Select(leniency => $"  {leniency.Name,-17}{leniency.Description}")];

    private static AdminAnswer ShowSecret(AppResult result)
    {
        var json = ToJson(result.App!);
        json["clientSecret"] = result.Secret;
        return AdminAnswer.Done(
            $"""
            {result.App!.ServiceName}, {result.App.Profile.ToString().ToLowerInvariant()} profile
              client id      {result.App.ClientId}
              client secret  {result.Secret}
            The secret is not shown again; only its hash is stored.
            {string.Join(Environment.NewLine, Leniencies(result.App))}
            """,
            json);
    }

    private static AdminAnswer Explain(AppResult result, string app) => AdminAnswer.Failed(result.Outcome switch
    {
        AppOutcome.ServiceNameInvalid =>
            $"'{app}' cannot be a service name: 1 to 64 letters, digits, dots, underscores and hyphens, and not the form of a user id.",
        AppOutcome.ServiceNameTaken => $"'{app}' is taken, by an app or by a person.",
        AppOutcome.RedirectUriInvalid =>
            $"'{result.Detail}' cannot be a redirect URI: an absolute https address without a fragment is needed; http only for " +
            "127.0.0.1 and [::1], or with --legacy.",
        AppOutcome.ScopeUnknown => $"'{result.Detail}' is not a scope. The scopes are: {string.Join(", ", MxitScopes.All)}.",
        AppOutcome.PasswordGrantNotAllowed => "The password grant is for apps of the legacy profile only: add --legacy.",
        AppOutcome.NotFound => $"There is no app with the client id or service name '{app}'.",
        _ => throw new InvalidOperationException($"There is no text for {result.Outcome}."),
    });

    private static JsonObject ToJson(AppInfo app) => new()
    {
        ["clientId"] = app.ClientId,
        ["serviceName"] = app.ServiceName,
        ["displayName"] = app.DisplayName,
        ["profile"] = app.Profile.ToString().ToLowerInvariant(),
        ["redirectUris"] = new JsonArray([.. app.RedirectUris.Select(uri => JsonValue.Create(uri))]),
        ["scopes"] = new JsonArray([.. app.Scopes.Select(scope => JsonValue.Create(scope))]),
        ["passwordGrant"] = app.PasswordGrant,
        ["leniencies"] = new JsonArray([.. app.Leniencies.Select(leniency => JsonValue.Create(leniency.Name))]),
        ["createdUtc"] = app.CreatedUtc,
    };
}

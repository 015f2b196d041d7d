using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform;
using Mxit.Platform.Apps;

namespace Mxit.Cli.Admin;

/// <summary><c>mxit admin app</c>.</summary>
internal static class AppCommands
{
    private static readonly Dictionary<AppGrants, string> GrantNames = new()
    {
        [AppGrants.AuthorizationCode] = "authorization_code",
        [AppGrants.ClientCredentials] = "client_credentials",
        [AppGrants.Password] = "password",
    };

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
        var service = new Argument<string>("service")
        {
            Description = "The service name, under which it sends. It never changes.",
        };
        var name = new Option<string?>("--name") { Description = "The name that people see. [default: the service name]" };
        var redirect = new Option<string[]>("--redirect") { Description = "A redirect URI. May be given several times." };
        var scope = new Option<string[]>("--scope")
        {
            Description = "A scope that it may request. May be given several times. [default: all]",
        };
        var legacy = new Option<bool>("--legacy")
        {
            Description = "The legacy profile, for programs of 2012: no PKCE, lenient redirect URIs. Less safe; new programs " +
                "do not need it.",
        };
        var password = new Option<bool>("--password-grant")
        {
            Description = "The app may send people's passwords to /token. Only with --legacy, " +
                "for programs that have no other way.",
        };
        var grant = new Option<string[]>("--grant")
        {
            Description = "A grant that it may use. May be given several times. [default: authorization_code, " +
                "client_credentials]",
        };
        grant.AcceptOnlyFromAmong([.. GrantNames.Values]);
        var owner = new Option<string?>("--owner") { Description = "Who runs it. People see it on the consent page." };
        var unverified = new Option<bool>("--unverified")
        {
            Description = "The app is not verified: the consent page says so, and people are asked each time.",
        };
        return AdminAction.Create(
            "add",
            "Adds an app, and shows its secret once.",
            [service, name, owner, redirect, scope, grant, unverified, legacy, password],
            async (services, parsed, stop) =>
            {
                var newApp = new NewApp(parsed.GetValue(service)!)
                {
                    DisplayName = parsed.GetValue(name),
                    Profile = parsed.GetValue(legacy) ? AppProfile.Legacy : AppProfile.Strict,
                    RedirectUris = parsed.GetValue(redirect) ?? [],
                    Scopes = parsed.GetValue(scope) is { Length: > 0 } scopes ? scopes : null,
                    Grants = ReadGrants(parsed.GetValue(grant) ?? []) | (
                        parsed.GetValue(password) ? AppGrants.Password : AppGrants.None),
                    Owner = parsed.GetValue(owner),
                    IsVerified = !parsed.GetValue(unverified),
                };
                var result = await services.GetRequiredService<AppService>().CreateAsync(newApp, stop);

                // The service does not know the option.
                return result.Refusal is { } refusal && IsAboutProfile(refusal, newApp)
                    ? AdminResult.Failed($"{refusal.Text} The option --legacy chooses that profile.")
                    : Show(result);
            });
    }

    private static Command Secret()
    {
        var app = App();
        var keepOld = new Option<int?>("--keep-old")
        {
            Description = "The number of days for which the old secret stays valid; tokens stay valid too. " +
                "[default: the old secret and all tokens end at once]",
        };
        keepOld.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is not (null or (>= 1 and <= 90)))
            {
                result.AddError("--keep-old takes a number of days from 1 to 90.");
            }
        });
        return AdminAction.Create(
            "secret",
            "Replaces the secret of an app, and shows the new one once.",
            [app, keepOld],
            async (services, parsed, stop) =>
            {
                var apps = services.GetRequiredService<AppService>();
                var result = parsed.GetValue(keepOld) is { } days
                    ? await apps.RotateSecretAsync(parsed.GetValue(app)!, TimeSpan.FromDays(days), stop)
                    : await apps.ReplaceSecretAsync(parsed.GetValue(app)!, stop);
                return Show(result);
            });
    }

    private static Command Show()
    {
        var app = App();
        return AdminAction.Create(
            "show", "Shows an app, and the rules in which its profile is lenient.", [app], async (services, parsed, stop) =>
                await services.GetRequiredService<AppService>().FindOrNullAsync(parsed.GetValue(app)!, stop) is { } found
                    ? AdminResult.Done(ToText(found), ToJson(found))
                    : AdminResult.Failed(AppRefusals.NotFound(parsed.GetValue(app)!)));
    }

    private static Command List() => AdminAction.Create("list", "Lists the apps.", [], async (services, _, stop) =>
    {
        var apps = await services.GetRequiredService<AppService>().ListAsync(stop);
        return AdminResult.Done(
            string.Join(
                Environment.NewLine, apps.Select(
                    app => $"{app.ClientId}  {app.ServiceName,-24} {app.Profile,-7} {app.DisplayName}")),
            new JsonArray([.. apps.Select(app => ToJson(app))]));
    });

    private static Command Remove()
    {
        var app = App();
        return AdminAction.Create(
            "remove", "Removes an app. Its service name is never used again.", [app], async (services, parsed, stop) =>
            {
                var name = parsed.GetValue(app)!;
                return await services.GetRequiredService<AppService>().RemoveAsync(name, stop) is { } refusal
                    ? AdminResult.Failed(refusal)
                    : AdminResult.Done($"{name} is removed.", new JsonObject { ["app"] = name });
            });
    }

    private static bool IsAboutProfile(Refusal refusal, NewApp newApp) =>
        newApp.Profile == AppProfile.Strict
        && (refusal == AppRefusals.PasswordGrantNotAllowed
            || newApp.RedirectUris.Any(uri => refusal == AppRefusals.RedirectUriInvalid(uri)));

    private static AppGrants ReadGrants(string[] names) => names.Length == 0
        ? AppGrants.Default
        : GrantNames.Where(grant => names.Contains(grant.Value)).Aggregate(AppGrants.None, (grants, grant) => grants | grant.Key);

    private static IEnumerable<string> NamesOf(AppGrants grants) =>
        GrantNames.Where(grant => grants.HasFlag(grant.Key)).Select(grant => grant.Value);

    private static Argument<string> App() => new("app") { Description = "The client id or the service name." };

    private static string ToText(AppInfo app) => string.Join(
        Environment.NewLine,
        [
            $"{app.ServiceName}, {app.Profile.ToString().ToLowerInvariant()} profile",
            $"  client id      {app.ClientId}",
            $"  name           {app.DisplayName}",
            $"  leads back to  {(app.RedirectUris.Count > 0 ? string.Join(", ", app.RedirectUris) : "nowhere")}",
            $"  run by         {app.Owner ?? "not stated"}",
            $"  verified       {(app.IsVerified ? "yes" : "no: people are asked each time")}",
            $"  grants         {string.Join(' ', NamesOf(app.Grants))}",
            $"  scopes         {string.Join(' ', app.Scopes)}",
            .. OldSecret(app),
            .. Leniencies(app),
        ]);

    private static IEnumerable<string> OldSecret(AppInfo app) =>
        app.PreviousSecretEndsUtc is { } ends ? [$"  old secret     good until {ends:yyyy-MM-dd HH:mm} UTC"] : [];

    private static IEnumerable<string> Leniencies(AppInfo app) => app.Leniencies.Count == 0
        ? ["The server is lenient with it in nothing."]
        : ["The server is lenient with it, for programs of 2012:", .. app.Leniencies.Select(
            leniency => $"  {leniency.Name,-17}{leniency.Description}")];

    private static AdminResult Show(Result<AppWithSecret> result)
    {
        if (!result.IsDone)
        {
            return AdminResult.Failed(result.Refusal);
        }

        var (app, secret) = result.Value;
        var json = ToJson(app);
        json["clientSecret"] = secret;
        return AdminResult.Done(
            $"""
            {app.ServiceName}, {app.Profile.ToString().ToLowerInvariant()} profile
              client id      {app.ClientId}
              client secret  {secret}
            The secret is not shown again; only its hash is stored.
            {string.Join(Environment.NewLine, OldSecret(app).Concat(Leniencies(app)))}
            """,
            json);
    }

    private static JsonObject ToJson(AppInfo app) => new()
    {
        ["clientId"] = app.ClientId,
        ["serviceName"] = app.ServiceName,
        ["displayName"] = app.DisplayName,
        ["profile"] = app.Profile.ToString().ToLowerInvariant(),
        ["redirectUris"] = new JsonArray([.. app.RedirectUris.Select(uri => JsonValue.Create(uri))]),
        ["scopes"] = new JsonArray([.. app.Scopes.Select(scope => JsonValue.Create(scope))]),
        ["grants"] = new JsonArray([.. NamesOf(app.Grants).Select(grant => JsonValue.Create(grant))]),
        ["passwordGrant"] = app.Grants.HasFlag(AppGrants.Password),
        ["owner"] = app.Owner,
        ["verified"] = app.IsVerified,
        ["previousSecretEndsUtc"] = app.PreviousSecretEndsUtc,
        ["leniencies"] = new JsonArray([.. app.Leniencies.Select(leniency => JsonValue.Create(leniency.Name))]),
        ["createdUtc"] = app.CreatedUtc,
    };
}

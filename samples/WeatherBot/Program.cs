// Sends today's weather to those whose logins are named:
//
//   MXIT_CLIENT_SECRET=... dotnet run --project samples/WeatherBot -- http://127.0.0.1:5080 11111111111111111111111111111111 demo
// "Sunny, 24 degrees" alice bob
using Mxit;
using WeatherBot;

if (args is not [var address, var clientId, var serviceName, var forecast, .. var logins]
    || Environment.GetEnvironmentVariable("MXIT_CLIENT_SECRET") is not { Length: > 0 } secret
    || !Uri.TryCreate(address, UriKind.Absolute, out var server))
{
    Console.Error.WriteLine(
        "Usage: MXIT_CLIENT_SECRET=... WeatherBot <address> <client id> <service name> <forecast> <login>...");
    return 2;
}

try
{
    using var mxit = new MxitClient(server, clientId, secret);
    var subscribers = new List<UserId>();
    foreach (var login in logins)
    {
        subscribers.Add(await mxit.Users.GetUserIdAsync(login));
    }

    var remaining = await new WeatherReporter(mxit, serviceName).SendAsync(subscribers, forecast);
    Console.WriteLine($"Sent to {remaining.Count} of {subscribers.Count}.");
    return 0;
}
catch (Exception failure) when (failure is MxitException or ArgumentException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Contacts;
using Mxit.Platform.Messages;
using Mxit.Server.Development;

namespace Mxit.Testing;

/// <summary>
/// The Mxit server inside this process, in development mode, on a free port of 127.0.0.1, with data of its own that are removed
/// afterwards. It is the server that runs in production; there is no second, simpler one. Thread-safe, but
/// <see cref="ResetAsync"/> and <see cref="RestoreSnapshotAsync"/> stop the server for a moment: nothing else may use it
/// meanwhile.
/// </summary>
public sealed class MxitTestServer : IAsyncDisposable
{
    private const string TestPassword = "only-for-tests-1";

    private static readonly DateTimeOffset SeededStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly MxitTestServerOptions _options;
    private readonly TestFolders _folders;
    private readonly TestClock _clock;
    private readonly List<IAsyncDisposable> _people = [];
    private RunningServer? _running;
    private MxitClient? _demo;

    private MxitTestServer(MxitTestServerOptions options)
    {
        (_options, _folders) = (options, new TestFolders(options.DataFolder));
        _clock = new TestClock(options.Seed is null ? null : SeededStart);
        Faults = new TestFaults(() => Services.GetRequiredService<Faults>());
        Requests = new TestRequests(() => Services.GetRequiredService<RequestLog>());
    }

    /// <summary>The address of the server: authorization and API alike.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The services of the server, to look behind its API.</summary>
    public IServiceProvider Services => Running.Services;

    /// <summary>The clock of the server and of its clients.</summary>
    /// <exception cref="InvalidOperationException">The options name another clock.</exception>
    public TestClock Clock => _options.TimeProvider is null
        ? _clock
        : throw new InvalidOperationException(
            $"This server runs on the clock of {nameof(MxitTestServerOptions)}.{nameof(MxitTestServerOptions.TimeProvider)}.");

    /// <summary>Faults on purpose.</summary>
    public TestFaults Faults { get; }

    /// <summary>The requests that the server has handled.</summary>
    public TestRequests Requests { get; }

    private RunningServer Running => _running ?? throw new ObjectDisposedException(nameof(MxitTestServer));

    private TimeProvider Time => _options.TimeProvider ?? _clock.Inner;

    // Snapshots are copies of files in the data folder.
    private bool HasSnapshots => _options.Database == MxitTestDatabase.Sqlite && _options.ConnectionString.Length == 0
        && !_options.Settings.ContainsKey("Mxit:Server:DataFolder");

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <param name="options">The options; <see langword="null"/> for the usual ones.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="InvalidOperationException">The database is not usable; the text says why.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is invalid.</exception>
    public static async Task<MxitTestServer> StartAsync(
        MxitTestServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new MxitTestServer(options ?? new MxitTestServerOptions());
        try
        {
            // Off the caller's synchronization context, which the parts of the server do not know of.
            await Task.Run(() => server.StartFirstAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Adds a person, who is signed in.</summary>
    /// <param name="login">The name with which the person signs in: 1 to 64 letters, digits, dots, underscores, hyphens.</param>
    /// <param name="displayName">The name that others see; the login when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The login is invalid or taken. <c>alice</c>, <c>bob</c>, <c>carol</c> and <c>dave</c>
    /// exist on every server.</exception>
    public async Task<TestPerson> AddPersonAsync(
        string login, string? displayName = null, CancellationToken cancellationToken = default)
    {
        var result = await Services.GetRequiredService<AccountService>()
            .CreateAsync(login, TestPassword, displayName, cancellationToken).ConfigureAwait(false);
        return result.IsDone
            ? await MeetAsync(login, new UserId(result.Value.UserId), TestPassword, cancellationToken).ConfigureAwait(false)
            : throw new ArgumentException($"The person '{login}' cannot be added: {result.Refusal.Text}", nameof(login));
    }

    /// <summary>
    /// One of the people who exist on every server, signed in: <c>alice</c>, <c>bob</c>, <c>carol</c> or <c>dave</c>.
    /// </summary>
    /// <param name="login">The login.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">There is no such person.</exception>
    public async Task<TestPerson> GetPersonAsync(string login, CancellationToken cancellationToken = default) =>
        await Services.GetRequiredService<AccountService>()
            .FindOrNullAsync(login, cancellationToken).ConfigureAwait(false) is { } person
            ? await MeetAsync(login, new UserId(person.UserId), DevelopmentSignIn.PasswordOf(login), cancellationToken)
                .ConfigureAwait(false)
            : throw new ArgumentException($"There is no person '{login}'.", nameof(login));

    /// <summary>Adds an app.</summary>
    /// <param name="serviceName">The name under which it sends.</param>
    /// <param name="options">What it may do; <see langword="null"/> for everything.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The name or an option is invalid, or the name is taken.</exception>
    public async Task<TestApp> AddAppAsync(
        string serviceName, TestAppOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TestAppOptions();
        await using var scope = Services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<AppService>().CreateAsync(
            new NewApp(serviceName)
            {
                Profile = options.IsLegacy ? AppProfile.Legacy : AppProfile.Strict,
                Grants = options.IsLegacy ? AppGrants.Default | AppGrants.Password : AppGrants.Default,
                Scopes = options.Scopes,
                RedirectUris = options.RedirectUris,
            },
            cancellationToken).ConfigureAwait(false);
        return result.IsDone
            ? new TestApp(result.Value.App.ServiceName, result.Value.App.ClientId, result.Value.Secret)
            : throw new ArgumentException($"The app '{serviceName}' cannot be added: {result.Refusal.Text}", nameof(serviceName));
    }

    /// <summary>Makes two people contacts of each other, so that their messages arrive.</summary>
    /// <param name="one">A person.</param>
    /// <param name="other">Another person.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task AddContactAsync(TestPerson one, TestPerson other, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return Services.GetRequiredService<ContactService>().ConnectPeopleAsync(
            one.UserId.Value, other.UserId.Value, cancellationToken);
    }

    /// <summary>Makes an app a contact of a person, so that its messages arrive.</summary>
    /// <param name="person">The person.</param>
    /// <param name="app">The app.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task AddContactAsync(TestPerson person, TestApp app, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(app);
        return Services.GetRequiredService<ContactService>().AddAppAsync(person.UserId.Value, app.ServiceName, cancellationToken);
    }

    /// <summary>A client of an app. The caller disposes it.</summary>
    /// <param name="app">The app.</param>
    public MxitClient ClientFor(TestApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return new MxitClient(new MxitClientOptions
        {
            ClientId = app.ClientId,
            ClientSecret = app.ClientSecret,
            BaseAddress = Address,
            Issuer = Services.GetRequiredService<ServerContext>().PublicAddress,
            TimeProvider = Time,
            HttpClient = Running.CreateHttpClientOrNull(),
        });
    }

    /// <summary>
    /// An <see cref="HttpClient"/> whose base address is that of the server, for requests without the client library. The caller
    /// disposes it.
    /// </summary>
    public HttpClient CreateHttpClient() => Running.CreateHttpClientOrNull() ?? new HttpClient { BaseAddress = Address };

    /// <summary>A client of the app <c>demo</c>, which may do everything. The caller disposes it.</summary>
    public MxitClient CreateClient() => ClientFor(TestApp.Demo);

    /// <summary>Signs a person in through the app <c>demo</c>, without a browser.</summary>
    /// <param name="login">The login: <c>alice</c>, <c>bob</c>, <c>carol</c>, <c>dave</c>, or a person of
    /// <see cref="AddPersonAsync"/>.</param>
    /// <param name="scopes">What the token permits; <see langword="null"/> for everything.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A client that acts for the person.</returns>
    public async Task<MxitUserClient> SignInAsync(
        string login, IEnumerable<string>? scopes = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(login);
        var isSeeded = login is "alice" or "bob" or "carol" or "dave";
        return await SignInAsync(login, isSeeded ? DevelopmentSignIn.PasswordOf(login) : TestPassword, scopes, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Forgets everything that happened since the start: people, apps, messages, files, sign-ins, limits, faults, requests, and
    /// how far the clock was moved. The address stays. Clients and people from before are of no use afterwards.
    /// </summary>
    /// <param name="cancellationToken">Cancels the reset; the server is then of no use.</param>
    /// <exception cref="NotSupportedException">The database is not a file in the data folder.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        await RestartAsync(SeededData.Snapshot, cancellationToken).ConfigureAwait(false);
        _clock.Inner.Reset();
    }

    /// <summary>Keeps the data as they are now, under a name. The server goes on.</summary>
    /// <param name="name">The name: letters, digits, hyphens. A snapshot of the same name is replaced.</param>
    /// <exception cref="NotSupportedException">The database is not a file in the data folder.</exception>
    public void SaveSnapshot(string name)
    {
        AssertSnapshots();
        _folders.Save(Checked(name));
    }

    /// <summary>
    /// Returns to the data of a snapshot. Faults, requests, limits and connections are forgotten; the clock and the address stay.
    /// </summary>
    /// <param name="name">The name of <see cref="SaveSnapshot"/>.</param>
    /// <param name="cancellationToken">Cancels the reset; the server is then of no use.</param>
    /// <exception cref="ArgumentException">There is no such snapshot.</exception>
    /// <exception cref="NotSupportedException">The database is not a file in the data folder.</exception>
    public Task RestoreSnapshotAsync(string name, CancellationToken cancellationToken = default)
    {
        AssertSnapshots();
        return _folders.Has(Checked(name))
            ? RestartAsync(name, cancellationToken)
            : throw new ArgumentException($"There is no snapshot '{name}'.", nameof(name));
    }

    /// <summary>Stops the server and removes its data. Can be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _running, null) is { } running)
        {
            await Task.Run(async () =>
            {
                await DisposeClientsAsync().ConfigureAwait(false);
                await running.DisposeAsync().ConfigureAwait(false);
            }).ConfigureAwait(false);
        }

        _folders.Dispose();
    }

    private async Task StartFirstAsync(CancellationToken cancellationToken)
    {
        async Task StartAsync()
        {
            _running = await RunningServer.StartAsync(_options, _folders.Data, Time, port: 0, cancellationToken)
                .ConfigureAwait(false);
            Address = _running.Address;
        }

        // Another clock, folder or mode makes other data.
        if (HasSnapshots && _options.TimeProvider is null && _options.DataFolder.Length == 0
            && !_options.Settings.Keys.Any(name => name.StartsWith("Mxit:Server:", StringComparison.OrdinalIgnoreCase)))
        {
            await (_options.Seed is null ? SeededData.Running : SeededData.Standing)
                .StartAsync(_folders, StartAsync, cancellationToken).ConfigureAwait(false);
            return;
        }

        await StartAsync().ConfigureAwait(false);
        if (HasSnapshots)
        {
            _folders.Save(SeededData.Snapshot);
        }
    }

    private async Task RestartAsync(string snapshot, CancellationToken cancellationToken)
    {
        AssertSnapshots();
        var old = Running;
        await Task.Run(
            async () =>
            {
                await DisposeClientsAsync().ConfigureAwait(false);
                await old.DisposeAsync().ConfigureAwait(false);
                _folders.Restore(snapshot);
                _running = await RunningServer.StartAsync(_options, _folders.Data, Time, Address.Port, cancellationToken)
                    .ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<TestPerson> MeetAsync(string login, UserId userId, string password, CancellationToken cancellationToken)
    {
        var client = await SignInAsync(login, password, scopes: null, cancellationToken).ConfigureAwait(false);
        var person = new TestPerson(
            userId, login, password, client, id => Services.GetRequiredService<IPresence>().IsOnline(id.Value));
        lock (_people)
        {
            _people.Add(person);
        }

        return person;
    }

    private async Task<MxitUserClient> SignInAsync(
        string login, string password, IEnumerable<string>? scopes, CancellationToken cancellationToken)
    {
        var demo = LazyInitializer.EnsureInitialized(ref _demo, CreateClient);
        return demo.ForUser(await demo.OAuth
            .SignInWithPasswordAsync(login, password, scopes ?? MxitScopes.All, null, cancellationToken).ConfigureAwait(false));
    }

    private async Task DisposeClientsAsync()
    {
        IAsyncDisposable[] people;
        lock (_people)
        {
            people = [.. _people];
            _people.Clear();
        }

        foreach (var person in people)
        {
            await person.DisposeAsync().ConfigureAwait(false);
        }

        Interlocked.Exchange(ref _demo, null)?.Dispose();
    }

    private void AssertSnapshots()
    {
        if (!HasSnapshots)
        {
            throw new NotSupportedException(
                "Only a server on a SQLite file in its data folder can be reset. Start another server instead.");
        }
    }

    private static string Checked(string name) =>
        name.Length > 0 && name != SeededData.Snapshot && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? name
            : throw new ArgumentException(
                $"A snapshot needs a name of letters, digits and hyphens, other than '{SeededData.Snapshot}'.", nameof(name));
}

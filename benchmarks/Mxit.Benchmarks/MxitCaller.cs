namespace Mxit.Benchmarks;

/// <summary>This library.</summary>
internal sealed class MxitCaller(Uri address, HttpMessageHandler? handler = null) : ICaller
{
    private static readonly UserToken Token = new(Payload.Token, DateTimeOffset.UtcNow.AddDays(1), MxitScopes.All);

    private readonly MxitClient _client = new(new MxitClientOptions
    {
        ClientId = "11111111111111111111111111111111",
        ClientSecret = "22222222222222222222222222222222",
        BaseAddress = address,
        HttpClient = handler is null ? null : new HttpClient(handler),
    });

    private MxitUserClient? _user;

    private MxitUserClient User => _user ??= _client.ForUser(Token);

    public Task<BasicProfile> GetAsync() => _client.Users.GetBasicProfileAsync(Payload.UserId);

    public Task SendAsync() => _client.Messaging.SendMessageAsync("demo", Recipients, "Hello from .NET");

    public async Task<string> UploadAsync() => (await User.Users.UploadGalleryFileAsync(
        Payload.Folder, new MediaUpload(Payload.File, Payload.FileName, "image/jpeg"))).Value;

    public ValueTask<AccessToken> GetTokenAsync() => new(_client.OAuth.GetAppTokenAsync(TokenScopes));

    public void Dispose() => _client.Dispose();

    private static readonly UserId[] Recipients = [.. Payload.Recipients.Select(static id => new UserId(id))];

    private static readonly string[] TokenScopes = [MxitScopes.MessageSend];
}

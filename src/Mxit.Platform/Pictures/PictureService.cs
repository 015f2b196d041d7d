using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Media;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Media;

namespace Mxit.Platform.Pictures;

/// <summary>The pictures of people: shown, set, taken away. Everybody has an avatar and a cover, if only default ones.</summary>
internal sealed partial class PictureService
{
    private static readonly TimeSpan OverloadPasses = TimeSpan.FromSeconds(5);

    private const string NoRoom = "The server has no room left for pictures; try again later.";

    private readonly PictureStore _store;
    private readonly UnitsOfWork _units;
    private readonly PersonDirectory _people;
    private readonly DefaultPictures _defaults;
    private readonly PictureMaker _maker;
    private readonly UploadReader _uploads;
    private readonly Base64Binary _oldForm;
    private readonly IMediaStorage _storage;
    private readonly MediaReleaser _releaser;
    private readonly MediaSettings _settings;
    private readonly Ids _ids;
    private readonly TimeProvider _clock;
    private readonly ILogger<PictureService> _logger;

    internal PictureService(
        PictureStore store,
        UnitsOfWork units,
        PersonDirectory people,
        DefaultPictures defaults,
        PictureMaker maker,
        UploadReader uploads,
        IMediaStorage storage,
        MediaReleaser releaser,
        IOptions<MediaSettings> settings,
        Ids ids,
        TimeProvider clock,
        ILogger<PictureService> logger)
    {
        (_store, _units, _people, _defaults, _maker, _uploads, _storage) = (
            store, units, people, defaults, maker, uploads, storage);
        (_oldForm, _releaser, _settings, _ids, _clock, _logger) = (
            new Base64Binary(uploads), releaser, settings.Value, ids, clock, logger);
    }

    /// <summary>The avatar of a person; <see langword="null"/> when there is no such person.</summary>
    /// <param name="loginOrUserId">The person.</param>
    /// <param name="isLarge">In the size for pages.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<PictureContent?> OpenAvatarOrNullAsync(
        string loginOrUserId, bool isLarge, CancellationToken cancellationToken)
    {
        if (await _people.FindOrNullAsync(loginOrUserId, cancellationToken) is not { } person)
        {
            return null;
        }

        var picture = await _store.FindOrNullAsync(person.UserId, PictureKind.Avatar, cancellationToken);
        var side = PictureSizes.Avatar[isLarge ? 1 : 0].Width;
        return (isLarge
            ? await OpenOrNullAsync(picture, picture?.LargeKey, picture?.LargeMediaType, cancellationToken)
            : await OpenOrNullAsync(picture, picture?.Key, picture?.MediaType, cancellationToken))
            ?? Show(_defaults.GetAvatar(person.UserId, side), person.ChangedUtc);
    }

    /// <summary>The cover of a person; <see langword="null"/> when there is no such person.</summary>
    /// <param name="loginOrUserId">The person.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<PictureContent?> OpenCoverOrNullAsync(string loginOrUserId, CancellationToken cancellationToken)
    {
        if (await _people.FindOrNullAsync(loginOrUserId, cancellationToken) is not { } person)
        {
            return null;
        }

        var picture = await _store.FindOrNullAsync(person.UserId, PictureKind.Cover, cancellationToken);
        return await OpenOrNullAsync(picture, picture?.Key, picture?.MediaType, cancellationToken)
            ?? Show(_defaults.GetCover(person.UserId), person.ChangedUtc);
    }

    /// <summary>
    /// Makes a person's picture of what was sent: a picture of any format that is taken, or the old form of it.
    /// </summary>
    /// <param name="userId">The person.</param>
    /// <param name="kind">What the picture is for.</param>
    /// <param name="body">What was sent.</param>
    /// <param name="isExpected">
    /// Asked with the tag and the date of the picture before, at the moment of the change; <see langword="null"/> when any will
    /// do.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Refusal?> SetAsync(
        string userId, PictureKind kind, Stream body, Func<string, DateTime, bool>? isExpected,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var upload = await _uploads.ReadAsync(body, _settings.MaxPictureBytes, cancellationToken);
            await using var unwrapped = await _oldForm.UnwrapOrNullAsync(upload, _settings.MaxPictureBytes, cancellationToken);
            var sizes = kind == PictureKind.Avatar ? PictureSizes.Avatar : PictureSizes.Cover;
            var made = await _maker.MakeAsync(unwrapped ?? upload, sizes, cancellationToken);
            return made.Outcome switch
            {
                PictureOutcome.Made => await SetAsync(userId, kind, made.Pictures, isExpected, cancellationToken),
                PictureOutcome.Refused => Refusal.Invalid(made.Text!),
                _ => new Refusal(RefusalKind.Overloaded, made.Text!, OverloadPasses),
            };
        }
        catch (Base64BinaryException damaged)
        {
            return Refusal.Invalid(damaged.Message);
        }
        catch (MediaTooLargeException)
        {
            return TooLarge();
        }
        catch (MediaStorageFullException failure)
        {
            LogFull(failure);
            return Refusal.Full(NoRoom);
        }
    }

    /// <summary>Takes a person's picture away; doing it again changes nothing.</summary>
    /// <param name="userId">The person.</param>
    /// <param name="kind">What the picture is for.</param>
    /// <param name="isExpected">
    /// Asked with the tag and the date of the picture, at the moment of the change; <see langword="null"/> when any will do.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Refusal?> RemoveAsync(
        string userId, PictureKind kind, Func<string, DateTime, bool>? isExpected, CancellationToken cancellationToken) =>
        await ReplaceAsync(userId, kind, null, [], _clock.GetStoredUtcNow(), isExpected, cancellationToken);

    internal Refusal TooLarge() => new(
        RefusalKind.TooLarge, $"The body is too large; at most {_settings.MaxPictureBytes} bytes are allowed.");

    private static PictureContent Show(DefaultPicture picture, DateTime changedUtc) => new(
        new MemoryStream(picture.Bytes.ToArray(), writable: false), "image/png", Tag(picture.Key), changedUtc);

    // Half of the digits of a SHA-256 tell contents apart as well.
    private static string Tag(string key) => key[..32];

    private async Task<Refusal?> SetAsync(
        string userId,
        PictureKind kind,
        IReadOnlyList<MadePicture> made,
        Func<string, DateTime, bool>? isExpected,
        CancellationToken cancellationToken)
    {
        await using var staged = await StageAsync(made[0], cancellationToken);
        await using var large = kind == PictureKind.Avatar ? await StageAsync(made[1], cancellationToken) : null;
        var now = _clock.GetStoredUtcNow();
        var picture = new Picture
        {
            OwnerId = userId,
            Kind = kind,
            PictureId = _ids.NewId().ToString("N"),
            Key = staged.Key,
            MediaType = made[0].MediaType,
            Length = staged.Length,
            LargeKey = large?.Key,
            LargeMediaType = large is null ? null : made[1].MediaType,
            LargeLength = large?.Length,
            ChangedUtc = now,
        };
        return await ReplaceAsync(
            userId, kind, picture, large is null ? [staged] : [staged, large], now, isExpected, cancellationToken);
    }

    private async Task<Refusal?> ReplaceAsync(
        string userId,
        PictureKind kind,
        Picture? picture,
        IReadOnlyCollection<IStagedMedia> staged,
        DateTime now,
        Func<string, DateTime, bool>? isExpected,
        CancellationToken cancellationToken)
    {
        var mayReplace = await ExpectAsync(userId, kind, isExpected, cancellationToken);
        await using var work = await _units.BeginAsync(cancellationToken);
        var (hasOwner, before) = await PictureStore.BeginChangeAsync(
            work, userId, kind, picture?.PictureId, now, cancellationToken);
        if (!hasOwner)
        {
            return Refusal.NotFound($"Unknown user: {userId}");
        }

        if (!mayReplace(before))
        {
            return new Refusal(RefusalKind.NotAsExpected, "The picture is not the one that the request expects.");
        }

        work.AfterCommit(() => _people.Forget(userId));
        _releaser.ReleaseAfter(work, before is null ? [] : [.. before.Keys]);
        await PictureStore.ReplaceAsync(work, before, picture, cancellationToken);
        await work.PublishAsync(staged, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return null;
    }

    private async Task<IStagedMedia> StageAsync(MadePicture made, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(made.Bytes.ToArray(), writable: false);
        return await _storage.StageAsync(content, long.MaxValue, cancellationToken);
    }

    // The default is drawn here rather than when it is asked for, which is in the middle of a transaction.
    private async Task<Func<Picture?, bool>> ExpectAsync(
        string userId, PictureKind kind, Func<string, DateTime, bool>? isExpected, CancellationToken cancellationToken)
    {
        if (isExpected is null || await _people.FindByUserIdOrNullAsync(userId, cancellationToken) is not { } person)
        {
            return _ => true;
        }

        var drawn = kind == PictureKind.Avatar
            ? _defaults.GetAvatar(userId, PictureSizes.Avatar[0].Width)
            : _defaults.GetCover(userId);
        return picture => isExpected(Tag(picture?.Key ?? drawn.Key), picture?.ChangedUtc ?? person.ChangedUtc);
    }

    private async Task<PictureContent?> OpenOrNullAsync(
        Picture? picture, string? key, string? mediaType, CancellationToken cancellationToken)
    {
        if (picture is null || key is null || mediaType is null)
        {
            return null;
        }

        if (await _storage.OpenOrNullAsync(key, cancellationToken) is { } content)
        {
            return new PictureContent(
                new VerifiedStream(content, key, () => LogDamaged(picture.OwnerId, key)), mediaType, Tag(key),
                picture.ChangedUtc);
        }

        // Whoever looks gets a picture all the same; whoever runs the server gets to know.
        LogMissing(picture.OwnerId, key);
        return null;
    }

    [LoggerMessage(LogLevel.Error, "The picture of {UserId} is not in the media storage: {Key}")]
    private partial void LogMissing(string userId, string key);

    [LoggerMessage(LogLevel.Error, "The picture of {UserId} is damaged: {Key}. Who asked for it was cut off")]
    private partial void LogDamaged(string userId, string key);

    [LoggerMessage(LogLevel.Error, "The media storage is full")]
    private partial void LogFull(Exception failure);
}

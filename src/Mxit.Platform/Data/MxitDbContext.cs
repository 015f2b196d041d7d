using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Contacts;
using Mxit.Platform.FileOffers;
using Mxit.Platform.Gallery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Messages;
using Mxit.Platform.Pictures;
using Mxit.Platform.Recommendations;
using Mxit.Platform.Sessions;
using Mxit.Platform.SignIn;

namespace Mxit.Platform.Data;

/// <summary>The one database of the server. Only stores see it.</summary>
internal sealed class MxitDbContext(DbContextOptions<MxitDbContext> options) : DbContext(options)
{
    /// <summary>What the database is for: one row.</summary>
    public DbSet<DatabaseMark> DatabaseMarks => Set<DatabaseMark>();

    /// <summary>People.</summary>
    public DbSet<Account> Accounts => Set<Account>();

    /// <summary>Logins and service names that are taken.</summary>
    public DbSet<ReservedName> ReservedNames => Set<ReservedName>();

    /// <summary>Apps, which are OpenIddict's clients.</summary>
    public DbSet<App> Apps => Set<App>();

    /// <summary>What people have allowed to apps.</summary>
    public DbSet<AppAuthorization> AppAuthorizations => Set<AppAuthorization>();

    /// <summary>Codes and tokens.</summary>
    public DbSet<AppToken> AppTokens => Set<AppToken>();

    /// <summary>Sessions of people on the pages.</summary>
    public DbSet<StoredSession> Sessions => Set<StoredSession>();

    /// <summary>Where people signed in from.</summary>
    public DbSet<KnownAddress> KnownAddresses => Set<KnownAddress>();

    /// <summary>Contact lists.</summary>
    public DbSet<ContactEntry> Contacts => Set<ContactEntry>();

    /// <summary>Pictures of people.</summary>
    public DbSet<Picture> Pictures => Set<Picture>();

    /// <summary>Folders of galleries.</summary>
    public DbSet<StoredFolder> GalleryFolders => Set<StoredFolder>();

    /// <summary>Files of galleries.</summary>
    public DbSet<StoredFile> GalleryFiles => Set<StoredFile>();

    /// <summary>What galleries take up.</summary>
    public DbSet<GalleryUsage> GalleryUsages => Set<GalleryUsage>();

    /// <summary>Small pictures of stored contents.</summary>
    public DbSet<Thumbnail> Thumbnails => Set<Thumbnail>();

    /// <summary>Files that are offered.</summary>
    public DbSet<StoredOffer> FileOffers => Set<StoredOffer>();

    /// <summary>Apps that people recommended to each other.</summary>
    public DbSet<Recommendation> Recommendations => Set<Recommendation>();

    /// <summary>The message log.</summary>
    public DbSet<Message> Messages => Set<Message>();

    /// <summary>The histories of all people.</summary>
    public DbSet<InboxEntry> InboxEntries => Set<InboxEntry>();

    /// <summary>Which cursors the messages got.</summary>
    public DbSet<DispatchRange> DispatchRanges => Set<DispatchRange>();

    /// <summary>Who does not get which message.</summary>
    public DbSet<DeliveryFailure> DeliveryFailures => Set<DeliveryFailure>();

    /// <summary>The last number given to a change of delivery.</summary>
    public DbSet<DeliveryCounter> DeliveryCounter => Set<DeliveryCounter>();

    /// <summary>Answers to requests that carried a key.</summary>
    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();

    /// <summary>The log, and of each message whether it is dispatched: the newest range of its lane reaches it.</summary>
    internal IQueryable<MessageOnItsWay> MessagesOnTheirWay => Messages.Select(message => new MessageOnItsWay
    {
        Message = message,
        IsDispatched = message.Position <= DispatchRanges
            .Where(range => range.Lane == message.Lane)
            .OrderByDescending(range => range.FirstPosition)
            .Select(range => range.LastPosition)
            .FirstOrDefault(),
    });

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.UseOpenIddict<App, AppAuthorization, AppScope, AppToken, Guid>();
        modelBuilder.Entity<AppAuthorization>().ToTable("AppAuthorizations");
        modelBuilder.Entity<AppScope>().ToTable("AppScopes");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MxitDbContext).Assembly);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcDateTimeConverter>();
    }
}

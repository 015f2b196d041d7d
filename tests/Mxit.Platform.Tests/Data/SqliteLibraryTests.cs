using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Data;
using Mxit.Platform.Sqlite;

namespace Mxit.Platform.Tests.Data;

/// <summary>A library of SQLite that loses what it has committed is refused.</summary>
public sealed class SqliteLibraryTests
{
    [Theory]
    [InlineData("3.51.3")]
    [InlineData("3.51.10")]
    [InlineData("3.51.3 2026-03-13 10:38:09")]
    [InlineData("3.51.3-beta")]
    [InlineData("3.51.3.1")]
    [InlineData("3.52")]
    [InlineData("3.53.3")]
    [InlineData("3.100.0")]
    [InlineData("4.0.0")]
    [InlineData("10.0")]
    public void One_without_the_fault_is_taken(string version) => new SqliteLibrary(version).AssertSafe();

    [Theory]
    [InlineData("3.51.2")]
    [InlineData("3.51.2.9")]
    [InlineData("3.51")]
    [InlineData("3.50.99")]
    [InlineData("3.9.3")]
    [InlineData("3.7.0")]
    [InlineData("3.5.13")]
    [InlineData("2.99.99")]
    [InlineData("3")]
    [InlineData("")]
    [InlineData("new")]
    [InlineData("v3.53.3")]
    [InlineData("-3.53.3")]
    [InlineData("3,53,3")]
    [InlineData("3.x.3")]
    [InlineData("3.99999999999.0")]
    [InlineData("٣.٥٣.٣")]
    public void One_that_is_older_or_does_not_say_is_refused_with_both_versions_named(string version)
    {
        var refused = Assert.Throws<DatabaseUnusableException>(() => new SqliteLibrary(version).AssertSafe());

        Assert.Contains($"'{version}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("3.51.3", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_one_that_is_loaded_is_asked_at_the_start_before_anything_is_made()
    {
        SqliteLibrary.Loaded.AssertSafe();
        var folder = Directory.CreateTempSubdirectory("mxit-test-");
        try
        {
            using var gate = new SqliteWriteGate();
            using var database = new SqliteDatabase(
                $"Data Source={Path.Combine(folder.FullName, "mxit.db")}", gate, new SqliteLibrary("3.40.1"),
                NullLogger<SqliteDatabase>.Instance);

            Assert.Throws<DatabaseUnusableException>(database.Claim);
            await Assert.ThrowsAsync<DatabaseUnusableException>(() => database.LookAsync(TestContext.Current.CancellationToken));
            Assert.Empty(folder.EnumerateFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_start_tells_the_version_that_is_loaded()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseBrand.Sqlite, new FakeTimeProvider());

        var durability = await database.Services.GetRequiredService<IDatabase>()
            .AssertDurableAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith($"SQLite {SqliteLibrary.Loaded.VersionText}, ", durability, StringComparison.Ordinal);
    }
}

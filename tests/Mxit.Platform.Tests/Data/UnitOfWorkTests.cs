using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;

namespace Mxit.Platform.Tests.Data;

public sealed class UnitOfWorkTests
{
    public static TheoryData<DatabaseBrand> Databases { get; } = [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    [Theory, MemberData(nameof(Databases))]
    public async Task What_follows_the_commit_is_done_in_order_and_sees_what_was_committed(DatabaseBrand brand)
    {
        await using var database = await TestDatabase.CreateAsync(brand, TimeProvider.System, _ => { });
        var done = new List<string>();
        await using var work = await database.Services.GetRequiredService<UnitsOfWork>().BeginAsync(default);
        work.Context.Add(new GalleryUsage { OwnerId = "a" });
        work.AfterCommit(() => done.Add("first"));
        work.AfterCommit(async () => done.Add($"{await CountAsync(database)} row"));

        Assert.Empty(done);
        await work.CommitAsync(default);

        Assert.Equal(["first", "1 row"], done);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Without_a_commit_nothing_is_left_and_nothing_follows(DatabaseBrand brand)
    {
        await using var database = await TestDatabase.CreateAsync(brand, TimeProvider.System, _ => { });
        await using (var work = await database.Services.GetRequiredService<UnitsOfWork>().BeginAsync(default))
        {
            work.Context.Add(new GalleryUsage { OwnerId = "a" });
            await work.Context.SaveChangesAsync();
            work.AfterCommit(() => throw new InvalidOperationException("There was no commit."));
        }

        Assert.Equal(0, await CountAsync(database));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_context_that_went_back_to_its_pool_is_not_closed_a_second_time(DatabaseBrand brand)
    {
        await using var database = await TestDatabase.CreateAsync(brand, TimeProvider.System, _ => { });
        var units = database.Services.GetRequiredService<UnitsOfWork>();
        var first = await units.BeginAsync(default);
        await first.CommitAsync(default);
        await using var second = await units.BeginAsync(default);

        await first.DisposeAsync();

        second.Context.Add(new GalleryUsage { OwnerId = "a" });
        await second.CommitAsync(default);
        Assert.Equal(1, await CountAsync(database));
    }

    private static Task<int> CountAsync(TestDatabase database) =>
        database.QueryAsync(context => context.Set<GalleryUsage>().CountAsync());
}

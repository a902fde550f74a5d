using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using NhiPortal.Data;
using NhiPortal.Tests.Features.Audit;

namespace NhiPortal.Tests.Data;

/// <summary>Both migration sets tell the model, and the model keeps what a SQL Server would refuse out.</summary>
public sealed class MigrationsTests
{
    [Fact]
    public void Sqlite_Migrations_AreCurrent()
    {
        using var db = new SqliteDesign().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Sqlite_CopyWithoutAWriteAheadLog_IsTakenAndWritesAheadAgain()
    {
        await using var portal = await TestPortal.StartAsync();
        var copy = Path.Combine(portal.Folder, "copy.db");
        await portal.SqlAsync($"VACUUM INTO '{copy}'");
        var options = new DbContextOptionsBuilder<SqlitePortalDb>().UseSqlite($"Data Source={copy};Pooling=False").AddInterceptors(SqlitePragmas.Instance).Options;
        await using var db = new SqlitePortalDb(options);
        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
        Assert.Equal("wal", await db.Database.SqlQueryRaw<string>("PRAGMA journal_mode").AsAsyncEnumerable().SingleAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void SqlServer_Migrations_AreCurrent()
    {
        using var db = new SqlServerDesign().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void SqlServer_IndexKeys_FitTheirLimit()
    {
        using var db = new SqlServerDesign().CreateDbContext([]);
        var model = db.GetService<IDesignTimeModel>().Model;
        foreach (var (table, key, properties) in model.GetEntityTypes().SelectMany(entity =>
            entity.GetIndexes().Select(index => (entity.GetTableName(), index.GetDatabaseName(), index.Properties))
                .Concat(entity.GetKeys().Select(key => (entity.GetTableName(), key.GetName(), key.Properties)))))
        {
            // 1,700 bytes for an index, 900 for a clustered primary key; nvarchar takes two bytes a character.
            var bytes = properties.Sum(property => Bytes(property));
            Assert.True(bytes <= 1700, $"{table}.{key} may need {bytes} bytes.");
        }
    }

    [Fact]
    public void SqlServer_Strings_AreBoundedOrMax()
    {
        using var db = new SqlServerDesign().CreateDbContext([]);
        Assert.All(
            db.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(property => property.ClrType == typeof(string)),
            property => Assert.True(property.GetMaxLength() is null or <= 4000, $"{property.DeclaringType.Name}.{property.Name}"));
    }

    [Fact]
    public void SqlServer_CascadePaths_AreSingle()
    {
        using var db = new SqlServerDesign().CreateDbContext([]);
        // Error 1785: at most one cascade path between two tables. Cascades here only end in leaves, so pairs suffice.
        Assert.All(
            db.Model.GetEntityTypes().SelectMany(entity => entity.GetForeignKeys()).Where(key => key.DeleteBehavior == DeleteBehavior.Cascade)
                .GroupBy(key => key.DeclaringEntityType),
            cascades => Assert.True(cascades.Count() == 1 && !cascades.Key.GetReferencingForeignKeys().Any(), cascades.Key.Name));
    }

    private static int Bytes(IReadOnlyProperty property) => (property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType) switch
    {
        var type when type == typeof(string) => (property.GetMaxLength() ?? int.MaxValue / 4) * 2,
        var type when type == typeof(Guid) => 16,
        var type when type == typeof(byte[]) => property.GetMaxLength() ?? int.MaxValue / 4,
        _ => 8,
    };
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace NhiPortal.Data;

/// <summary>Which database the portal runs on.</summary>
public sealed record DatabaseSettings
{
    /// <summary><c>Sqlite</c> (embedded, the default) or <c>SqlServer</c>.</summary>
    public string Provider { get; init; } = "Sqlite";

    /// <summary>Needed for SQL Server; SQLite keeps its file in the data folder.</summary>
    public string? ConnectionString { get; init; }

    public bool IsSqlServer => string.Equals(Provider, "SqlServer", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Registers the context of the chosen provider behind one factory.</summary>
public static class DataSetup
{
    public static IServiceCollection AddData(this IServiceCollection services, DatabaseSettings settings, string dataFolder)
    {
        if (settings.IsSqlServer)
        {
            services.AddPooledDbContextFactory<SqlServerPortalDb>(options => options.UseSqlServer(settings.ConnectionString));
            services.AddSingleton<IDbContextFactory<PortalDb>, Factory<SqlServerPortalDb>>();
        }
        else
        {
            var connection = settings.ConnectionString ?? SqliteConnectionString(Path.Combine(dataFolder, "nhiportal.db"));
            services.AddPooledDbContextFactory<SqlitePortalDb>(options => options.UseSqlite(connection).AddInterceptors(SqlitePragmas.Instance, LoneStatements.Instance));
            services.AddSingleton<IDbContextFactory<PortalDb>, Factory<SqlitePortalDb>>();
        }

        services.AddSingleton(new WriterLine(settings.IsSqlServer));
        services.AddSingleton<ChangeFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
        services.AddSingleton<UnitOfWork>();
        services.AddSingleton<WriterSeats>();
        return services;
    }

    public static string SqliteConnectionString(string file) => $"Data Source={file};Default Timeout=15;Foreign Keys=True";

    // IDbContextFactory<T> is not covariant.
    private sealed class Factory<T>(IDbContextFactory<T> inner, WriterLine line) : IDbContextFactory<PortalDb> where T : PortalDb
    {
        public PortalDb CreateDbContext()
        {
            var db = inner.CreateDbContext();
            db.Line = line;
            return db;
        }
    }
}

/// <summary>Lets <c>dotnet ef migrations add X --context SqlitePortalDb -o Data/Migrations/Sqlite</c> work.</summary>
public sealed class SqliteDesign : IDesignTimeDbContextFactory<SqlitePortalDb>
{
    public SqlitePortalDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqlitePortalDb>().UseSqlite("Data Source=design.db").Options);
}

/// <summary>Lets <c>dotnet ef migrations add X --context SqlServerPortalDb -o Data/Migrations/SqlServer</c> work.</summary>
public sealed class SqlServerDesign : IDesignTimeDbContextFactory<SqlServerPortalDb>
{
    public SqlServerPortalDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqlServerPortalDb>().UseSqlServer("Server=design").Options);
}

using Microsoft.EntityFrameworkCore;

namespace NhiPortal.Data;

/// <summary>Where this instance's two tireless writers sit.</summary>
public sealed class WriterSeats : IDisposable
{
    public WriterSeats(IDbContextFactory<PortalDb> databases, WriterLine line)
    {
        using var db = databases.CreateDbContext();
        var dialect = db is SqlitePortalDb ? WriterDialect.Sqlite : WriterDialect.SqlServer;
        var connectionString = db.Database.GetConnectionString() ?? throw new InvalidOperationException("The database has no connection string.");
        Decisions = new WriterSeat(dialect, connectionString, dialect.OneWriter ? line : new WriterLine());
        // A SQLite connection forgets every page it holds when another has written: two that take turns would read the
        // indexes anew for each transaction, the more the longer the log is.
        Sequencer = dialect.OneWriter ? Decisions : new WriterSeat(dialect, connectionString, new WriterLine());
    }

    public WriterSeat Decisions { get; }

    public WriterSeat Sequencer { get; }

    public void Dispose()
    {
        Decisions.Dispose();
        Sequencer.Dispose();
    }
}

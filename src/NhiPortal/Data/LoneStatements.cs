using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NhiPortal.Data;

/// <summary>A statement that changes rows outside any transaction stands in line for the writer's lock, too.</summary>
public sealed class LoneStatements : DbCommandInterceptor
{
    public static readonly LoneStatements Instance = new();

    private LoneStatements() { }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (command.Transaction is null && eventData.CommandSource is CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete && eventData.Context is PortalDb { Line: { } line } db)
            db.Turn = await line.TakeAsync(false, cancellationToken);
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        End(eventData);
        return ValueTask.FromResult(result);
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        End(eventData);
        return Task.CompletedTask;
    }

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        End(eventData);
        return Task.CompletedTask;
    }

    private static void End(CommandEventData told)
    {
        if (told.Context is not PortalDb { Turn: { } turn } db)
            return;
        db.Turn = null;
        turn.Dispose();
    }
}

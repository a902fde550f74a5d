using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NhiPortal.Tests.Features.Credentials;

/// <summary>A program that is killed after so many commits: whatever it does on targets after the last one, it never writes down.</summary>
internal sealed class Dying(int commits) : DbTransactionInterceptor
{
    private int left = commits;

    public bool Died => left < 0;

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        Interlocked.Decrement(ref left) >= 0 ? base.TransactionCommittingAsync(transaction, eventData, result, cancellationToken) : throw new KilledException();

    internal sealed class KilledException : Exception;
}

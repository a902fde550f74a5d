using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.SignIn.Workloads;

/// <summary>Lets a single-use token through once, whichever instance it comes to: the database's unique key decides.</summary>
internal sealed class SingleUse(IDbContextFactory<PortalDb> databases)
{
    public async Task<TokenRefusal?> WhyNotAsync(string issuer, string? tokenId, DateTimeOffset until, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(tokenId))
            return TokenRefusal.NoTokenId;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        db.SeenTokens.Add(new SeenToken
        {
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{tokenId}"))),
            Until = until,
        });
        try
        {
            await db.SaveChangesAsync(cancellation);
            return null;
        }
        catch (DbUpdateException error) when (error.InnerException is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 } or SqlException { Number: 2601 or 2627 })
        {
            return TokenRefusal.Replayed;
        }
    }
}

using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.SignIn;

/// <summary>What the people behind the persona cards are called in this database.</summary>
public sealed class PersonaNamesQuery(IDbContextFactory<PortalDb> databases)
{
    private static readonly string[] Ids = [.. Persona.All.Select(persona => persona.ObjectId)];

    public async Task<IReadOnlyDictionary<string, string>> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.People.AsNoTracking().Where(person => Ids.Contains(person.ObjectId)).ToDictionaryAsync(person => person.ObjectId, person => person.Name, cancellation);
    }
}

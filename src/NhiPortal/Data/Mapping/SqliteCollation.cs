using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Data.Mapping;

/// <summary>What people search by compares without regard to case, as SQL Server's default does: a prefix search can use their indexes.</summary>
internal static class SqliteCollation
{
    private const string IgnoringCase = "NOCASE";

    public static void Apply(ModelBuilder model)
    {
        model.Entity<Integration>().Property(i => i.Name).UseCollation(IgnoringCase);
        model.Entity<Integration>().Property(i => i.Key).UseCollation(IgnoringCase);
        model.Entity<TargetSystem>().Property(t => t.Name).UseCollation(IgnoringCase);
        model.Entity<TargetSystem>().Property(t => t.Key).UseCollation(IgnoringCase);
        model.Entity<Vendor>().Property(v => v.Name).UseCollation(IgnoringCase);
        model.Entity<AccessRequest>().Property(r => r.ResourceId).UseCollation(IgnoringCase);
        model.Entity<AccessRequest>().Property(r => r.Ticket).UseCollation(IgnoringCase);
        model.Entity<Grant>().Property(g => g.ResourceId).UseCollation(IgnoringCase);
        model.Entity<Person>().Property(p => p.Name).UseCollation(IgnoringCase);
        model.Entity<Person>().Property(p => p.Mail).UseCollation(IgnoringCase);
        model.Entity<Person>().Property(p => p.ObjectId).UseCollation(IgnoringCase);
    }
}

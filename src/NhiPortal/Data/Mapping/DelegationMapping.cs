using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Data.Mapping;

internal sealed class DelegationMapping : IEntityTypeConfiguration<Delegation>
{
    public void Configure(EntityTypeBuilder<Delegation> delegation)
    {
        delegation.ToTable("Delegations");
        delegation.Property(d => d.Reason).HasMaxLength(Text.Reason);
        delegation.Property(d => d.Version).IsConcurrencyToken();
        delegation.HasIndex(d => new { d.StandInId, d.Until });
        delegation.HasIndex(d => new { d.LenderId, d.Until });
        delegation.HasIndex(d => new { d.ClosedAt, d.Until });
        delegation.HasOne<Person>().WithMany().HasForeignKey(d => d.LenderId).OnDelete(DeleteBehavior.Restrict);
        delegation.HasOne<Person>().WithMany().HasForeignKey(d => d.StandInId).OnDelete(DeleteBehavior.Restrict);
        delegation.HasOne<AccessRequest>().WithMany().HasForeignKey(d => d.RequestId).OnDelete(DeleteBehavior.Restrict);
    }
}

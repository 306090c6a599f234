using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared;

namespace Rotunda.Modules.Accounts.Identity;

internal static class Saving
{
    extension(RotundaDb db)
    {
        /// <summary>Saves the operation: a conflict where somebody else changed a row of it meanwhile.</summary>
        public async Task<Outcome> TrySaveAsync(WorkSignal signal, CancellationToken cancellationToken)
        {
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Outcome.Conflict();
            }

            signal.Raise();
            return new Outcome.Done();
        }
    }
}

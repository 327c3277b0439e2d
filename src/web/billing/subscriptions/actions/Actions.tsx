import { Button, Menu, Modal } from "@mantine/core";
import {
  IconArrowsExchange,
  IconCalendarPlus,
  IconCash,
  IconCircleX,
  IconDiscount,
  IconDiscountOff,
  IconMail,
  IconPencil,
  type Icon,
  IconPlayerPause,
  IconPlayerPlay,
  IconPuzzle,
  IconRefresh,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { SubscriptionView } from "#billing/subscription/subscription.api.ts";
import type { ActionProps } from "./ActionForm.tsx";
import type { ActionName } from "./allowed.ts";
import { CancelForm } from "./CancelForm.tsx";
import { ChangeForm } from "./ChangeForm.tsx";
import { EditForm } from "./EditForm.tsx";
import { ReceiversForm } from "./ReceiversForm.tsx";
import * as small from "./small-forms.tsx";

type Action = { title: string; icon: Icon; form: ComponentType<ActionProps> };

const actions: Record<ActionName, Action> = {
  change: { title: "Change", icon: IconArrowsExchange, form: ChangeForm },
  reactivate: { title: "Reactivate", icon: IconRefresh, form: small.ReactivateForm },
  resume: { title: "Resume", icon: IconPlayerPlay, form: small.ResumeForm },
  pause: { title: "Pause", icon: IconPlayerPause, form: small.PauseForm },
  postpone: { title: "Postpone renewal", icon: IconCalendarPlus, form: small.PostponeForm },
  "buy-addon": { title: "Sell an addon once", icon: IconPuzzle, form: small.BuyAddonForm },
  charge: { title: "Charge an amount", icon: IconCash, form: small.ChargeForm },
  "apply-coupon": { title: "Apply coupon", icon: IconDiscount, form: small.ApplyCouponForm },
  "remove-coupon": { title: "Remove coupon", icon: IconDiscountOff, form: small.RemoveCouponForm },
  edit: { title: "Edit details", icon: IconPencil, form: EditForm },
  "contact-persons": { title: "Choose who gets e-mails", icon: IconMail, form: ReceiversForm },
  cancel: { title: "Cancel subscription", icon: IconCircleX, form: CancelForm },
};

/** The button of the most usual action. */
export function MainAction({ name, onOpen }: { name: ActionName; onOpen: (name: ActionName) => void }) {
  const { title, icon: Glyph } = actions[name];
  return (
    <Button onClick={() => onOpen(name)} leftSection={<Glyph size={16} />}>
      {title}
    </Button>
  );
}

/** The others, in the page's menu. */
export function ActionItems({
  of,
  onOpen,
}: {
  of: readonly ActionName[];
  onOpen: (name: ActionName) => void;
}) {
  return of.map((name) => {
    const { title, icon: Glyph } = actions[name];
    return (
      <Menu.Item
        key={name}
        onClick={() => onOpen(name)}
        leftSection={<Glyph size={16} />}
        {...(name === "cancel" ? { color: "fail" } : {})}
      >
        {title}
      </Menu.Item>
    );
  });
}

type ActionDialogProps = {
  subscription: SubscriptionView;
  /** The action that is open. */ name: ActionName | undefined;
  onClose: () => void;
};

/** The dialog of an action: its fields, and what it would do. */
export function ActionDialog({ subscription, name, onClose }: ActionDialogProps) {
  const action = name === undefined ? undefined : actions[name];
  return (
    <Modal
      opened={action !== undefined}
      onClose={onClose}
      size="lg"
      title={action && `${action.title}: ${subscription.number}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {action && <action.form subscription={subscription} onClose={onClose} />}
    </Modal>
  );
}

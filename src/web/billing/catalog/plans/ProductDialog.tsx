import { Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { descriptionInput, lineInput } from "#billing/catalog/catalog-schema.api.ts";
import { createProduct, editProduct, type ProductView } from "#billing/catalog/product.api.ts";
import { useSend } from "#web/api.ts";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { tell } from "#web/ui/tell.tsx";

type ProductDialogProps = {
  /** The product that is changed; a new one where not given. */
  product?: ProductView;
  isOpen: boolean;
  onClose: () => void;
};

/** Adds a product, or changes one. */
export function ProductDialog({ product, isOpen, onClose }: ProductDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={product ? `Edit ${product.name}` : "New product"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {isOpen && (product ? <Edit product={product} onClose={onClose} /> : <Create onClose={onClose} />)}
    </Modal>
  );
}

const check = problemsBy(z.object({ name: lineInput("name", 200), description: descriptionInput }));

function Create({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const places = useCatalogPlaces();
  const create = useSend(createProduct, { refreshes: ["Audit log"] });
  const form = useFormState({
    initial: { name: "", description: "" },
    check,
    send: async (body) => {
      const made = await create.mutateAsync({ body });
      tell(`${made.name} is created.`);
      onClose();
      await navigate({ to: places.product(made.id) });
    },
  });
  return <Fields of={form} submit="Create product" onCancel={onClose} />;
}

function Edit({ product, onClose }: { product: ProductView; onClose: () => void }) {
  const edit = useSend(editProduct, { refreshes: ["Plans", "Audit log"] });
  const form = useFormState({
    initial: { name: product.name, description: product.description ?? "" },
    check,
    send: async (values) => {
      const body = { version: product.version, ...values };
      await edit.mutateAsync({ params: { product: product.id }, body });
      tell(`${values.name} is saved.`);
      onClose();
    },
  });
  return <Fields of={form} submit="Save" onCancel={onClose} />;
}

type FieldsProps = {
  of: ReturnType<typeof useFormState<{ name: string; description: string }>>;
  submit: string;
  onCancel: () => void;
};

function Fields({ of, submit, onCancel }: FieldsProps) {
  return (
    <Form of={of} submit={submit} onCancel={onCancel} focusFirst>
      <Stack gap="md">
        <TextInput {...of.field("name")} label="Name" autoComplete="off" withAsterisk />
        <Textarea {...of.field("description")} label="Description" autosize minRows={2} maxRows={8} />
      </Stack>
    </Form>
  );
}
